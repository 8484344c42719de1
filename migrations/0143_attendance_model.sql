-- owner: journey/previsit/attendance
-- Scores of one shipped model say nothing about those of the next: what was learned belongs to the model it was learned with.

alter table attendance.watch add column model smallint not null default 1;
alter table attendance.watch alter column model drop default;
alter table attendance.calibration add column model smallint not null default 1;
alter table attendance.calibration alter column model drop default;
