-- owner: engines/capacity
-- An institution's administrators change what repeats: templates, and the pools it begins with. What is taken stays with the functions.
grant insert on capacity.template, capacity.pool to liuxin_app;
grant update (active) on capacity.template to liuxin_app;
