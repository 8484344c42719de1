-- owner: journey/throughout/people
alter table people.person add column version integer not null default 1, add column changed_at timestamptz not null default now();
create trigger note_change before update on people.person for each row execute function platform.note_change();

-- Another program sees who has a number at an institution it was let in to; documents, relations and the rest stay closed to it.
create policy hospital_number_of_client on people.hospital_number for select to liuxin_app
  using (institution_id = any ((select platform.institutions())::integer[]));
create policy person_of_client on people.person for select to liuxin_app
  using ((select platform.scope()) = 'client' and exists (select from people.hospital_number h
    where h.institution_id = any ((select platform.institutions())::integer[]) and h.person_id = any (people.entries_of(people.person.person_id))));
