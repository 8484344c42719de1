-- owner: journey/throughout/directory
-- Kinds of clinics a hospital may open (O12): pain, anaesthesia, health management, traditional medicine together with others.
alter table directory.service drop constraint service_kind_check;
alter table directory.service add constraint service_kind_check check (kind in (
  'expert', 'general', 'special-disease', 'joint', 'pharmacy', 'nursing', 'tcm', 'pain', 'anaesthesia', 'health-management', 'tcm-joint'));
