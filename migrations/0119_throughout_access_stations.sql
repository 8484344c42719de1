-- owner: journey/throughout/access
-- Laboratory and pharmacy have people of their own, who do what belongs there and nothing else.
alter table access.staff_role drop constraint staff_role_known;
alter table access.staff_role add constraint staff_role_known
  check (roles <@ '{physician,nurse,laboratory,pharmacist,registrar,cashier,accountant,manager,auditor,admin}' and cardinality(roles) > 0);
