-- owner: platform
-- Every booking writes an event and a stored reply; what no question in the product uses must not be maintained for it.
drop index platform.event_by_type;
-- Replies are only ever dropped by age, and are stored in the order of their age.
drop index platform.idempotency_by_age;
create index idempotency_by_age on platform.idempotency using brin (created_at) with (pages_per_range = 32);
