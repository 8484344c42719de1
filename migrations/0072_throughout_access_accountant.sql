-- owner: journey/throughout/access
-- Somebody has to compare the money with what the channels say, and close the day: the accountant.
alter table access.staff_role drop constraint staff_role_known;
alter table access.staff_role add constraint staff_role_known
  check (roles <@ '{physician,nurse,registrar,cashier,accountant,manager,auditor,admin}' and cardinality(roles) > 0);
