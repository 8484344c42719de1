// The tables as types, for the compiler. Written by `npm run schema` from the migrations.
import type { ColumnType } from "kysely";

export type ArrayType<T> = ArrayTypeImpl<T> extends (infer U)[]
  ? U[]
  : ArrayTypeImpl<T>;

export type ArrayTypeImpl<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S[], I[], U[]>
  : T[];

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Numeric = ColumnType<string, number | string, number | string>;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AccessAccount {
  active: Generated<boolean>;
  created_at: Timestamp;
  id: string;
  kind: string;
  language: Generated<string>;
  password_hash: string | null;
  person_id: string | null;
  phone_hash: Buffer | null;
  phone_masked: Generated<string>;
  phone_sealed: Buffer | null;
  text_size: Generated<number>;
  totp_confirmed_at: Timestamp | null;
  totp_last_step: Generated<number>;
  totp_sealed: Buffer | null;
  username: string | null;
}

export interface AccessAttempt {
  bucket: string;
  count: Generated<number>;
  key_hash: Buffer;
  locked_until: Timestamp | null;
  window_start: Timestamp;
}

export interface AccessSession {
  account_id: string;
  created_at: Timestamp;
  device: Generated<string>;
  ended_at: Timestamp | null;
  expires_at: Timestamp;
  family_id: string;
  idle_seconds: number;
  institution_id: number | null;
  issued_at: Timestamp;
  last_used_at: Timestamp;
  rotated_at: Timestamp | null;
  stage: string;
  token_hash: Buffer;
}

export interface AccessSignInCode {
  code_hash: Buffer;
  expires_at: Timestamp;
  id: string;
  phone_hash: Buffer;
  sent_at: Timestamp;
  tries: Generated<number>;
  used_at: Timestamp | null;
}

export interface AccessStaffRole {
  account_id: string;
  display_name: string;
  institution_id: number;
  roles: string[];
  staff_id: number;
}

export interface ArrivalVisit {
  checked_in_at: Timestamp;
  checked_in_by: string;
  day: string;
  department_id: number;
  due_from: Timestamp;
  due_to: Timestamp;
  finished_at: Timestamp | null;
  id: string;
  institution_id: number;
  person_id: string;
  practitioner_id: number | null;
  queue_id: number;
  room: Generated<string>;
  service_id: number;
  started_at: Timestamp | null;
  status: Generated<string>;
  ticket_id: string;
}

export interface AssistanceAttempt {
  account_id: string;
  at: Timestamp;
  id: string;
}

export interface AssistanceFrame {
  body: Json;
  person_id: string;
  sequence: number;
  session_id: string;
}

export interface AssistanceProposal {
  answered_at: Timestamp | null;
  id: string;
  kind: string;
  label: string;
  outcome: string | null;
  page: string;
  person_id: string;
  proposed_at: Timestamp;
  session_id: string;
  target: number;
  value_sealed: Buffer | null;
}

export interface AssistanceSession {
  account_id: string;
  agreed_at: Timestamp | null;
  asked_at: Timestamp;
  code_hash: Buffer | null;
  code_until: Timestamp;
  end_reason: string | null;
  ended_at: Timestamp | null;
  expires_at: Timestamp | null;
  helper_account_id: string | null;
  helper_institution_id: number | null;
  helper_kind: string | null;
  helper_name_sealed: Buffer | null;
  helper_person_id: string | null;
  helper_seen_at: Timestamp | null;
  id: string;
  person_id: string;
  person_name: string;
  person_seen_at: Timestamp | null;
  place: Generated<string>;
  sequence: Generated<number>;
  shows_health: Generated<boolean>;
  status: Generated<string>;
}

export interface AttendanceCalibration {
  brier_after: number;
  brier_before: number;
  fitted_at: Timestamp;
  institution_id: number;
  missed: number;
  model: number;
  shift: number;
  slope: number;
  visits: number;
}

export interface AttendanceCall {
  appointment_id: string;
  closed: Generated<boolean>;
  institution_id: number;
  made_at: Timestamp;
  person_id: string;
  reason: string;
  result: string | null;
  rung_at: Timestamp | null;
  rung_by: string | null;
  starts_at: Timestamp;
  tries: Generated<number>;
}

export interface AttendanceConfirmation {
  answer: string;
  answered_at: Timestamp;
  appointment_id: string;
  institution_id: number;
  person_id: string;
  starts_at: Timestamp;
  via: string;
}

export interface AttendanceOverbooking {
  added: number;
  at_most: number;
  booked: number;
  breaking: number;
  came: number | null;
  day: string;
  decided_at: Timestamp;
  decided_by: string;
  decision: string;
  expected: number;
  institution_id: number;
  measured_at: Timestamp | null;
  service_id: number;
  session_id: number;
  units: Json;
  wait_minutes: number;
  waited_longer: boolean | null;
}

export interface AttendanceReminder {
  appointment_id: string;
  institution_id: number;
  made_at: Timestamp;
  mark: string;
  notice_id: string;
  outcome: string;
  person_id: string;
  starts_at: Timestamp;
}

export interface AttendanceWatch {
  appointment_id: string;
  booked_at: Timestamp;
  institution_id: number;
  likely: number;
  missed: boolean | null;
  model: number;
  next_due_at: Timestamp | null;
  next_mark: string | null;
  person_id: string;
  raw_score: number;
  starts_at: Timestamp;
}

export interface BillingBill {
  changed_at: Timestamp;
  due_cents: Generated<number>;
  id: string;
  institution_id: number;
  insurance_cents: Generated<number>;
  insurance_kind: Generated<string>;
  kind: Generated<string>;
  opened_at: Timestamp;
  paid_cents: Generated<number>;
  person_id: string;
  refunded_cents: Generated<number>;
  self_cents: Generated<number>;
  status: Generated<string>;
  title: string;
  total_cents: Generated<number>;
}

export interface BillingBoxCount {
  counted: Json | null;
  counted_at: Timestamp | null;
  counted_by: string | null;
  counted_cents: number | null;
  difference_cents: number | null;
  expected_cents: number;
  id: string;
  institution_id: number;
  machine: string;
  note: Generated<string>;
  taken_out_at: Timestamp;
  taken_out_by: string;
}

export interface BillingCardTerminal {
  batch: Generated<number>;
  institution_id: number;
  last_trace: Generated<number>;
  session_id: string | null;
  session_key: Buffer | null;
  signed_in_at: Timestamp | null;
  terminal_id: string;
}

export interface BillingCardTrace {
  batch: number;
  id: string;
  institution_id: number;
  kind: string;
  taken_at: Timestamp;
  terminal_id: string;
  trace: number;
}

export interface BillingCashierShift {
  account_id: string;
  closed_at: Timestamp | null;
  counted: Json | null;
  counted_cents: number | null;
  counter: string;
  difference_cents: number | null;
  expected_cents: number | null;
  id: string;
  institution_id: number;
  note: Generated<string>;
  opened_at: Timestamp;
  opening_float_cents: number;
  status: Generated<string>;
}

export interface BillingCashIntake {
  bill_id: string | null;
  ended_at: Timestamp | null;
  expected_cents: Generated<number>;
  id: string;
  institution_id: number;
  machine: string;
  opened_at: Timestamp;
  paid_cents: Generated<number>;
  person_id: string;
  put_aside_cents: Generated<number>;
  state: Generated<string>;
  touched_at: Timestamp;
}

export interface BillingChannelMessage {
  channel: string;
  id: string;
  institution_id: number;
  kind: string;
  payment_id: string;
  received_at: Timestamp;
}

export interface BillingChargeItem {
  added_at: Timestamp;
  bill_id: string;
  cancelled_at: Timestamp | null;
  code: string;
  department_id: number | null;
  id: string;
  institution_id: number;
  insurance_cents: number;
  insurance_share_bp: number;
  kind: string;
  name: string;
  paid_by: string | null;
  person_id: string;
  quantity_thousandths: number;
  self_cents: number;
  source: string;
  source_id: string;
  status: Generated<string>;
  total_cents: number;
  unit_cents: number;
}

export interface BillingItemShare {
  account_cents: number;
  bill_id: string;
  ceiling_cents: number | null;
  changed_at: Timestamp;
  charged_self_cents: number;
  claim_id: string;
  commercial_cents: Generated<number>;
  first_cents: number;
  fund_cents: number;
  institution_id: number;
  item_id: string;
  over_cents: number;
  own_pay_cents: number;
  person_id: string;
  relief_cents: Generated<number>;
  self_cents: number;
  state: string;
  total_cents: number;
}

export interface BillingPayment {
  amount_cents: number;
  asked_by: string;
  bill_id: string;
  change_cents: number | null;
  channel: string;
  channel_cents: number;
  checks: Generated<number>;
  created_at: Timestamp;
  ended_at: Timestamp | null;
  expires_at: Timestamp;
  id: string;
  institution_id: number;
  intake_id: string | null;
  next_check_at: Timestamp | null;
  pay_url: string | null;
  person_id: string;
  provider_no: string | null;
  reason: Generated<string>;
  received_cents: number | null;
  refunded_cents: Generated<number>;
  shift_id: string | null;
  state: string;
  step: Generated<string>;
}

export interface BillingPaymentItem {
  amount_cents: number;
  institution_id: number;
  item_id: string;
  payment_id: string;
  person_id: string;
}

export interface BillingPaymentPart {
  cents: number;
  ended_at: Timestamp | null;
  hold_id: string;
  institution_id: number;
  payment_id: string;
  person_id: string;
  purse: string;
  refunded_cents: Generated<number>;
  state: Generated<string>;
}

export interface BillingReceipt {
  amount_cents: number;
  bill_id: string;
  channel: string;
  institution_id: number;
  institution_name: string;
  issued_at: Timestamp;
  kind: string;
  lines: Json;
  number: number;
  payer: string;
  payment_id: string;
  person_id: string;
  refund_id: string | null;
  title: string;
  verification_code: string;
  year: number;
}

export interface BillingReceiptCounter {
  institution_id: number;
  last_number: number;
  year: number;
}

export interface BillingRefund {
  amount_cents: number;
  approved_by: string | null;
  asked_by: string;
  bill_id: string;
  cause: string;
  channel: string;
  checks: Generated<number>;
  created_at: Timestamp;
  ended_at: Timestamp | null;
  hold_id: string | null;
  id: string;
  institution_id: number;
  item_id: string | null;
  needs_second: Generated<boolean>;
  next_check_at: Timestamp | null;
  payment_id: string;
  person_id: string;
  provider_no: string | null;
  reason: Generated<string>;
  request_id: string | null;
  shift_id: string | null;
  state: string;
  waits_for_claim: string | null;
}

export interface BoardsLayout {
  created_at: Timestamp;
  id: string;
  institution_id: number;
  version: number;
}

export interface BoardsLayoutVersion {
  columns: Generated<number>;
  institution_id: number;
  languages: Generated<string[]>;
  layout_id: string;
  message: Generated<string>;
  message_en: Generated<string>;
  message_from: Timestamp | null;
  message_until: Timestamp | null;
  name: string;
  name_en: Generated<string>;
  published_at: Timestamp;
  published_by: string;
  rooms: Generated<number[]>;
  theme: Generated<string>;
  type_size: Generated<string>;
  undoes: number | null;
  version: number;
  voice: Generated<boolean>;
  voice_english: Generated<boolean>;
  voice_rate: Generated<number>;
  voice_repeats: Generated<number>;
  zones: string[];
}

export interface BoardsScreen {
  added_at: Timestamp;
  added_by: string;
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  layout_id: string;
  name: string;
  page_version: Generated<string>;
  seen_at: Timestamp | null;
  shows_version: number | null;
}

export interface BookingAppointment {
  arrived_at: Timestamp | null;
  booked_by: string;
  cancel_by: Timestamp;
  cancelled_late: Generated<boolean>;
  changed_at: Generated<Timestamp>;
  channel: string;
  created_at: Timestamp;
  day: string;
  department_id: number;
  device: Buffer | null;
  end_reason: string | null;
  ended_at: Timestamp | null;
  ends_at: Timestamp;
  expires_at: Timestamp | null;
  fee_cents: number;
  fee_code: string;
  fulfilled_at: Timestamp | null;
  id: string;
  institution_id: number;
  insurance_share_bp: Generated<number>;
  moved_from: Timestamp | null;
  note: Generated<string>;
  period_id: number;
  person_id: string;
  pool: string;
  practitioner_id: number | null;
  revisit_of: string | null;
  room: Generated<string>;
  service_id: number;
  session_id: number;
  starts_at: Timestamp;
  status: string;
  version: Generated<number>;
}

export interface BookingCalendarLink {
  created_at: Timestamp;
  ended_at: Timestamp | null;
  id: string;
  person_id: string;
}

export interface BookingHelper {
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  phone_hash: string;
  until: string;
}

export interface BookingOrigin {
  consented_at: Timestamp | null;
  created_at: Timestamp;
  from_institution_id: number | null;
  from_name: Generated<string>;
  from_staff_id: number | null;
  id: string;
  institution_id: number;
  kind: string;
  person_id: string;
  reason: Generated<string>;
  referring_visit: string | null;
  together_id: string | null;
}

export interface BookingPartner {
  from_institution_id: number;
  institution_id: number;
  pools: Generated<string[]>;
  valid_from: string;
  valid_to: string | null;
}

export interface BookingRestriction {
  created_at: Timestamp;
  decided_by: string;
  ends_at: Timestamp;
  id: string;
  institution_id: number;
  lift_reason: string | null;
  lifted_at: Timestamp | null;
  lifted_by: string | null;
  person_id: string | null;
  reach: Generated<string>;
  reason: string;
  source: Generated<string>;
  starts_at: Timestamp;
  subject: string;
  subject_kind: string;
}

export interface BookingTeam {
  active: Generated<boolean>;
  id: Generated<number>;
  institution_id: number;
  name: string;
  name_en: Generated<string>;
}

export interface BookingTeamMember {
  institution_id: number;
  leads: Generated<boolean>;
  practitioner_id: number;
  since: Timestamp;
  team_id: number;
}

export interface CapacityAllotment {
  changed_at: Generated<Timestamp>;
  institution_id: number;
  period_id: number;
  pool_id: number;
  taken: Generated<number>;
  units: number;
}

export interface CapacityClaim {
  day: string;
  ends_at: Timestamp;
  expires_at: Timestamp | null;
  holder_id: string;
  id: string;
  institution_id: number;
  period_id: number;
  pool_id: number;
  resource_id: number | null;
  service_id: number;
  starts_at: Timestamp;
  status: string;
}

export interface CapacityFreedUnit {
  day: string;
  end_reason: string | null;
  ended_at: Timestamp | null;
  freed_at: Timestamp;
  freed_by: string | null;
  from_pool_id: number;
  half: string;
  id: Generated<number>;
  institution_id: number;
  period_id: number;
  service_id: number;
  starts_at: Timestamp;
  status: Generated<string>;
  taken_by: string | null;
}

export interface CapacityHolderTime {
  claim_id: string;
  during: string;
  holder_id: string;
  institution_id: number;
}

export interface CapacityLadder {
  at: string | null;
  days_before: number | null;
  flows_to: string | null;
  institution_id: number | null;
  pool_id: number | null;
  share_percent: number | null;
  step: number | null;
}

export interface CapacityPeriod {
  ends_at: Timestamp;
  id: Generated<number>;
  institution_id: number;
  service_id: number;
  session_id: number;
  starts_at: Timestamp;
}

export interface CapacityPool {
  changed_at: Generated<Timestamp>;
  closes_minutes_before: Generated<number>;
  code: string;
  eligibility: Generated<Json>;
  flows_days_before: number | null;
  flows_to: string | null;
  id: number;
  institution_id: number;
  name: string;
  name_en: Generated<string>;
  opens_at: Generated<string>;
  opens_days_before: Generated<number>;
}

export interface CapacityPoolMove {
  actor_id: Generated<string>;
  from_pool_id: number | null;
  id: Generated<number>;
  institution_id: number;
  moved_at: Timestamp;
  period_id: number;
  reason: string;
  to_pool_id: number | null;
  units: number;
}

export interface CapacityPoolStep {
  at: Generated<string>;
  days_before: number;
  flows_to: string;
  institution_id: number;
  pool_id: number;
  share_percent: Generated<number>;
  step: number;
}

export interface CapacitySession {
  changed_at: Generated<Timestamp>;
  day: string;
  ends_at: Timestamp;
  half: string;
  id: Generated<number>;
  institution_id: number;
  resource_id: number | null;
  room: Generated<string>;
  service_id: number;
  starts_at: Timestamp;
  status: Generated<string>;
  template_id: number | null;
}

export interface CapacityStepTaken {
  institution_id: number;
  pool_id: number;
  session_id: number;
  step: number;
  taken_at: Timestamp;
  units: number;
}

export interface CapacityTemplate {
  active: Generated<boolean>;
  ends_at: string;
  follows_id: number | null;
  half: string;
  id: Generated<number>;
  institution_id: number;
  period_minutes: number;
  pools: Json;
  resource_id: number | null;
  room: Generated<string>;
  service_id: number;
  starts_at: string;
  valid_from: string;
  valid_to: string | null;
  weekdays: number[];
}

export interface CapacityTemplateException {
  day: string;
  ends_at: string | null;
  institution_id: number;
  reason: Generated<string>;
  room: string | null;
  starts_at: string | null;
  template_id: number;
}

export interface CapacityWaiter {
  from_day: string;
  halves: string[];
  institution_id: number;
  notice_minutes: Generated<number>;
  service_id: number;
  to_day: string;
  waiter_id: string;
}

export interface CompanionLeave {
  code_hash: Buffer;
  companion_id: string | null;
  ended_at: Timestamp | null;
  ended_by: string | null;
  ends_at: Timestamp;
  id: string;
  made_at: Timestamp;
  made_by: string;
  name: string;
  patient_masked: string;
  person_id: string;
  phone_masked: Generated<string>;
  phone_sealed: Buffer | null;
  scopes: string[];
}

export interface CompanionLook {
  at: Timestamp;
  leave_id: string;
  person_id: string;
  what: string;
}

export interface CompanionNews {
  at: Timestamp;
  id: string;
  leave_id: string;
  person_id: string;
  told_at: Timestamp | null;
  what: string;
}

export interface ConsultingNote {
  advice: Generated<string>;
  assessment: Generated<string>;
  complaint: Generated<string>;
  examination: Generated<string>;
  history: Generated<string>;
  institution_id: number;
  person_id: string;
  plan: Generated<string>;
  reason: string | null;
  revision: Generated<number>;
  saved_at: Timestamp;
  saved_by: number;
  signed_at: Timestamp | null;
  signed_by: number | null;
  state: string;
  version: number;
  visit_id: string;
}

export interface ConsultingNoteDiagnosis {
  code: string;
  edition: string;
  institution_id: number;
  main: boolean;
  name: string;
  person_id: string;
  position: number;
  version: number;
  visit_id: string;
}

export interface ConsultingVisit {
  department_id: number;
  finished_at: Timestamp | null;
  first_finished_at: Timestamp | null;
  institution_id: number;
  person_id: string;
  practitioner_id: number;
  reopened_at: Timestamp | null;
  revisit_id: string | null;
  service_id: number;
  started_at: Timestamp;
  state: string;
  visit_id: string;
}

export interface ConsultingVisitOrder {
  allergy_reason: string | null;
  cancelled_at: Timestamp | null;
  cancelled_by: number | null;
  code: string;
  days: Generated<number>;
  done_at: Timestamp | null;
  dose: Generated<string>;
  frequency: Generated<string>;
  id: string;
  institution_id: number;
  instructions: Generated<string>;
  kind: string;
  name: string;
  name_en: Generated<string>;
  ordered_at: Timestamp;
  ordered_by: number;
  person_id: string;
  quantity: number;
  result_at: Timestamp | null;
  state: string;
  unit: string;
  unit_cents: number;
  visit_id: string;
}

export interface ConsultingVitalSigns {
  diastolic: number | null;
  institution_id: number;
  oxygen_percent: number | null;
  person_id: string;
  pulse: number | null;
  systolic: number | null;
  taken_at: Timestamp;
  taken_by: number;
  temperature_tenths: number | null;
  visit_id: string;
}

export interface CountersStation {
  active: Generated<boolean>;
  building: Generated<string>;
  department_id: number | null;
  floor: Generated<string>;
  id: number;
  institution_id: number;
  joins: Generated<string>;
  kind: string;
  name: string;
  name_en: Generated<string>;
  place_en: Generated<string>;
  places: Generated<number>;
  result_after_minutes: number | null;
  room: Generated<string>;
  usual_minutes: Generated<number>;
  zone: Generated<string>;
}

export interface CountersStop {
  created_at: Timestamp;
  day: string;
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  joined_at: Timestamp | null;
  kind: string;
  person_id: string;
  result_at: Timestamp | null;
  served_at: Timestamp | null;
  station_id: number;
  status: string;
  ticket_id: string | null;
  visit_id: string;
}

export interface CountersStopItem {
  added_at: Timestamp;
  code: string;
  fasting: Generated<boolean>;
  institution_id: number;
  name: string;
  name_en: Generated<string>;
  order_id: string;
  person_id: string;
  state: Generated<string>;
  stop_id: string;
}

export interface CreditDebt {
  cents: number;
  due_on: string;
  emergency: boolean;
  id: string;
  institution_id: number;
  open_cents: number;
  person_id: string;
  reference: string;
  taken_at: Timestamp;
  told_at: Timestamp | null;
}

export interface CreditGivenBack {
  at: Timestamp;
  cents: number;
  id: string;
  institution_id: number;
  owed_cents: number;
  person_id: string;
  reference: string;
}

export interface CreditLine {
  agreed_at: Timestamp;
  agreed_by: string;
  days: number;
  limit_cents: number;
  person_id: string;
  stopped_at: Timestamp | null;
  stopped_by: string | null;
  terms: string;
}

export interface CreditLink {
  code_hash: Buffer;
  ended_at: Timestamp | null;
  ends_at: Timestamp;
  id: string;
  made_at: Timestamp;
  made_by: string;
  person_id: string;
}

export interface CreditPromise {
  cause: string;
  cents: number;
  days: number;
  emergency: boolean;
  ended_at: Timestamp | null;
  expires_at: Timestamp | null;
  id: string;
  institution_id: number;
  person_id: string;
  placed_at: Timestamp;
  reference: string;
  status: Generated<string>;
  taken_cents: number | null;
  transfer_id: string | null;
}

export interface CreditReduction {
  at: Timestamp;
  cents: number;
  debt_id: string;
  id: string;
  institution_id: number;
  kind: string;
  person_id: string;
}

export interface CreditRepayment {
  applied_cents: number;
  at: Timestamp;
  cents: number;
  id: string;
  institution_id: number;
  person_id: string;
}

export interface CreditVisit {
  checked_in_at: Timestamp;
  institution_id: number;
  kept_cents: Generated<number>;
  outcome: string;
  person_id: string;
  visit_id: string;
}

export interface CreditWaiver {
  asked_at: Timestamp;
  asked_by: string;
  cents: number;
  debt_id: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  id: string;
  institution_id: number;
  person_id: string;
  reason: string;
  status: Generated<string>;
}

export interface DirectoryCampus {
  address: string;
  check_in_code: string;
  id: number;
  institution_id: number;
  latitude: number;
  longitude: number;
  name: string;
}

export interface DirectoryDepartment {
  active: Generated<boolean>;
  building: Generated<string>;
  campus_id: number;
  code: string | null;
  description: Generated<string>;
  floor: Generated<string>;
  id: number;
  institution_id: number;
  name: string;
  name_en: string;
  parent_id: number | null;
  pinyin: string;
  place_en: Generated<string>;
  subject_codes: Generated<string[]>;
  zone: Generated<string>;
}

export interface DirectoryDiagnosisSubject {
  also: Generated<string[]>;
  code: string;
  name: string;
  name_en: Generated<string>;
  parent_code: string | null;
  usual_name: Generated<string>;
}

export interface DirectoryDistrict {
  id: number;
  latitude: number | null;
  longitude: number | null;
  name: string;
  name_en: string;
}

export interface DirectoryEverydayWord {
  also: Generated<string[]>;
  kind: string;
  name_en: string;
  pinyin: string;
  subject_codes: string[];
  urgent: Generated<boolean>;
  word: string;
}

export interface DirectoryInstitution {
  active: Generated<boolean>;
  address: string;
  code: string;
  district_id: number;
  how_to_get_here: Generated<string>;
  institution_id: number;
  introduction: Generated<string>;
  kind: string;
  latitude: number;
  level: Generated<string>;
  longitude: number;
  name: string;
  name_en: string;
  phone: Generated<string>;
  pinyin: Generated<string>;
  short_name: string;
  ticket_prefix: Generated<string>;
}

export interface DirectoryPractitioner {
  active: Generated<boolean>;
  code: string | null;
  department_id: number;
  id: number;
  institution_id: number;
  introduction: Generated<string>;
  name: string;
  name_en: string;
  pinyin: string;
  room: Generated<string>;
  sex: string;
  speciality: Generated<string>;
  title: string;
}

export interface DirectoryPrice {
  code: string;
  department_id: number | null;
  institution_id: number;
  insurance_share_bp: Generated<number>;
  kind: string;
  name: string;
  name_en: Generated<string>;
  pinyin: Generated<string>;
  price_cents: number;
  unit: string;
  valid_from: string;
  valid_to: string | null;
}

export interface DirectoryRevision {
  changed_at: Generated<Timestamp>;
  number: number;
  only_row: Generated<boolean>;
}

export interface DirectoryRoom {
  building: Generated<string>;
  department_id: number;
  floor: Generated<string>;
  id: number;
  institution_id: number;
  name: string;
  name_en: Generated<string>;
  zone: Generated<string>;
}

export interface DirectoryService {
  active: Generated<boolean>;
  code: string | null;
  department_id: number;
  fee_code: string;
  id: number;
  institution_id: number;
  kind: string;
  name: string;
  name_en: string;
  practitioner_id: number | null;
}

export interface FairnessAppeal {
  answer: Generated<string>;
  answer_by: string;
  asked_at: Timestamp;
  asked_by: string;
  asked_by_staff: boolean;
  decided_at: Timestamp | null;
  decided_by: string | null;
  id: string;
  incident_id: string | null;
  institution_id: number;
  person_id: string;
  reason: string;
  restriction_id: string | null;
  said: string;
  state: Generated<string>;
}

export interface FairnessAttempt {
  account_id: string;
  device: Generated<string>;
  hour: Timestamp;
  institution_id: Generated<number>;
  refused: number;
}

export interface FairnessDecision {
  decided_at: Timestamp;
  decided_by: string;
  finding_id: string;
  grade: string | null;
  id: string;
  institution_id: number;
  kind: string;
  reason: string;
  seconded_at: Timestamp | null;
  seconded_by: string | null;
  state: string;
  subjects: Generated<Json>;
}

export interface FairnessEcho {
  account: string;
  back: number;
  bookings: number;
  came: number;
  day: string;
  early: number;
  family: number;
  helped: number;
  institution_id: number;
  over: number;
  passed: number;
  people: number;
  quick: number;
  refused: number;
  strangers: number;
}

export interface FairnessFinding {
  advice: string;
  changed_at: Timestamp;
  counter: Json;
  decided_score: number | null;
  elsewhere: Json | null;
  id: string;
  institution_id: number;
  opened_at: Timestamp;
  rule: Json;
  score: number;
  signals: Json;
  spread_id: string | null;
  state: Generated<string>;
}

export interface FairnessFindingMember {
  bookings: number;
  finding_id: string;
  institution_id: number;
  kind: string;
  person_id: string | null;
  subject: string;
}

export interface FairnessHelper {
  added_at: Timestamp;
  added_by: string;
  id: string;
  institution_id: number;
  note: Generated<string>;
  organisation: string;
  phone_hash: string;
  phone_masked: string;
  removed_at: Timestamp | null;
  removed_by: string | null;
  until: string;
}

export interface FairnessIncident {
  appointment_id: string;
  department_id: number;
  excuse: string | null;
  excused_at: Timestamp | null;
  excused_by: string | null;
  happened_at: Timestamp;
  institution_id: number;
  kind: string;
  person_id: string;
  practitioner_id: number | null;
  starts_at: Timestamp;
}

export interface FairnessReader {
  id: number;
  name: string;
  xid: string;
}

export interface FairnessSpread {
  accounts: number;
  advice: string;
  bookings: number;
  changed_at: Timestamp;
  counter: Json;
  devices: number;
  hospitals: Json;
  id: string;
  institution_id: Generated<number>;
  opened_at: Timestamp;
  score: number;
  signals: Json;
}

export interface FairnessSpreadAccount {
  account: string;
  institution_id: Generated<number>;
  spread_id: string;
}

export interface FairnessTie {
  account: string;
  day: string;
  institution_id: number;
  kind: string;
  mark: string;
}

export interface FairnessTrace {
  account_id: string;
  account_mark: string | null;
  appointment_id: string;
  booked_at: Timestamp;
  department_id: number;
  device: string | null;
  ended_at: Timestamp | null;
  holder_id: string | null;
  institution_id: number;
  opened_at: Timestamp | null;
  payer: string | null;
  period_id: number;
  person_id: string;
  phone: string | null;
  practitioner_id: number | null;
  related: Generated<boolean>;
  status: string;
}

export interface FairnessWarning {
  counted: number;
  given_at: Timestamp;
  incident_id: string;
  institution_id: number;
  kind: string;
  person_id: string;
}

export interface GuidanceClosure {
  campus_id: number;
  element_id: string;
  ended_at: Timestamp | null;
  ended_by: string | null;
  from_at: Timestamp;
  id: string;
  institution_id: number;
  reason: string;
  reason_en: Generated<string>;
  set_at: Timestamp;
  set_by: string;
  until_at: Timestamp | null;
}

export interface GuidancePlan {
  campus_id: number;
  content: Json;
  edition: Generated<string>;
  institution_id: number;
  made_at: Timestamp;
  made_by: string;
  note: Generated<string>;
  published_at: Timestamp | null;
  published_by: string | null;
  repairs: Generated<Json>;
  revision: Generated<number>;
  source: string;
  status: Generated<string>;
  version: number;
}

export interface GuidanceSign {
  campus_id: number;
  code: string;
  institution_id: number;
  made_at: Timestamp;
  unit_id: string;
}

export interface InsuranceClaim {
  account_cents: Generated<number>;
  batch_no: string;
  checks: Generated<number>;
  created_at: Timestamp;
  deceived: Generated<boolean>;
  fault: Generated<string>;
  fund_cents: Generated<number>;
  id: string;
  institution_id: number;
  insutype: string;
  leaves: Generated<boolean>;
  next_check_at: Timestamp | null;
  open_infno: string | null;
  open_msgid: string | null;
  person_id: string;
  progress: Generated<number>;
  quoted_at: Timestamp | null;
  setl_id: string | null;
  settle_msgid: string | null;
  settled_at: Timestamp | null;
  state: Generated<string>;
  total_cents: number;
  undone_at: Timestamp | null;
  use_account: boolean;
  visit_id: string;
  wanted: string;
}

export interface InsuranceClaimItem {
  account_cents: Generated<number>;
  ceiling_cents: number | null;
  charged_at: Timestamp;
  claim_id: string;
  code: string;
  first_cents: Generated<number>;
  fund_cents: Generated<number>;
  institution_id: number;
  item_id: string;
  kind: string;
  line: number;
  name: string;
  over_cents: Generated<number>;
  own_pay_cents: Generated<number>;
  person_id: string;
  quantity_thousandths: number;
  scope_cents: Generated<number>;
  total_cents: number;
  unit_cents: number;
}

export interface InsuranceCover {
  entered_at: Timestamp;
  entered_by: string;
  id: string;
  institution_id: number;
  name: string;
  payer: string;
  person_id: string;
  valid_from: string;
  valid_to: string | null;
}

export interface InsuranceMessage {
  about: string | null;
  account_cents: number | null;
  answer: Generated<string>;
  answered_at: Timestamp | null;
  claim_id: string | null;
  content: Buffer;
  fund_cents: number | null;
  infno: string;
  institution_id: number;
  msgid: string;
  outcome: Generated<string>;
  sent_at: Timestamp;
  setl_id: string | null;
  total_cents: number | null;
  visit_id: string | null;
}

export interface InsuranceSignIn {
  day: string;
  institution_id: number;
  sign_no: string;
}

export interface InsuranceVisit {
  cancelled_at: Timestamp | null;
  id: string;
  institution_id: number;
  insuplc_admdvs: string;
  mdtrt_id: string | null;
  person_id: string;
  psn_no: string;
  registered_at: Timestamp | null;
}

export interface IntegrationAccessToken {
  client_id: string;
  expires_at: Timestamp;
  scopes: string[];
  token_hash: Buffer;
}

export interface IntegrationAssertion {
  client_id: string;
  expires_at: Timestamp;
  jti: string;
}

export interface IntegrationClient {
  active: Generated<boolean>;
  client_id: string;
  contact: Generated<string>;
  created_at: Timestamp;
  created_by: string;
  institution_id: number;
  institutions: number[];
  jwks: Json | null;
  jwks_url: string | null;
  last_used_at: Timestamp | null;
  name: string;
  requests_per_minute: Generated<number>;
  scopes: string[];
}

export interface IntegrationPublication {
  byte_count: number;
  changed_at: Timestamp;
  content: Buffer;
  etag: string;
  institution_id: number;
  kind: string;
  made_at: Timestamp;
  region: Generated<string>;
  row_count: number;
}

export interface ItineraryChange {
  at: Timestamp;
  day: string;
  kind: string;
  number: number;
  person_id: string;
  sentence: string;
  sentence_en: string;
  step_id: string | null;
  version: number;
}

export interface ItineraryDay {
  day: string;
  dirty_at: Timestamp | null;
  ends_from: Timestamp | null;
  ends_of: Generated<string>;
  ends_to: Timestamp | null;
  facts: Generated<Json>;
  institution_ids: Generated<number[]>;
  look_at: Timestamp | null;
  person_id: string;
  solved_at: Timestamp | null;
  state: Generated<string>;
  version: Generated<number>;
}

export interface ItineraryLesson {
  days: number;
  from_day: string;
  high: number;
  holds_from: string;
  inside: number;
  institution_id: number;
  learned_at: Timestamp;
  learned_by: string;
  low: number;
  moment: string;
  samples: number;
  shape: string;
  until_day: string;
  version: number;
}

export interface ItineraryPromise {
  day: string;
  day_ended_at: Timestamp | null;
  ended_at: Timestamp | null;
  from_at: Timestamp;
  institution_id: number | null;
  lesson: Generated<number>;
  made_at: Timestamp;
  moment: string;
  person_id: string;
  shape: Generated<string>;
  to_at: Timestamp;
  waits_for: Generated<string[]>;
  worked_from: Timestamp | null;
  worked_middle: Timestamp | null;
  worked_to: Timestamp | null;
}

export interface ItineraryStep {
  day: string;
  id: string;
  institution_id: number | null;
  kind: string;
  ordinal: number;
  person_id: string;
  state: string;
  step: Json;
}

export interface ItineraryWatchedLine {
  day: string;
  institution_id: number;
  person_id: string;
  queue_id: number;
}

export interface KioskAcceptor {
  accepted: Json | null;
  counter: number;
  emptied_at: Timestamp | null;
  escrow_cents: Generated<number>;
  event_no: Generated<number>;
  heard_at: Timestamp;
  institution_id: number;
  machine: string;
  missed: Generated<number>;
  notes_in_box: Generated<number>;
  run: Generated<number>;
  seq: number;
  serial: string;
}

export interface KioskAwayEntry {
  answer: Generated<string>;
  answered_at: Timestamp | null;
  clock_moved: boolean;
  department_id: number | null;
  detail: Generated<Json>;
  fee_cents: number | null;
  id: string;
  institution_id: number;
  label: Generated<string>;
  list_id: string | null;
  machine: string;
  paper: string;
  person_id: string | null;
  received_at: Timestamp;
  sealed: Generated<string>;
  settled_at: Timestamp | null;
  settled_by: Generated<string>;
  settled_note: Generated<string>;
  taken_at: Timestamp;
  visit_id: string | null;
  zone_id: Generated<string>;
}

export interface KioskHelpCall {
  called_at: Timestamp;
  coming_at: Timestamp | null;
  coming_by: Generated<string>;
  done_at: Timestamp | null;
  id: string;
  institution_id: number;
  machine: string;
  step: string;
}

export interface KioskMachine {
  cash: Generated<string>;
  fault: Generated<string>;
  in_service: Generated<boolean>;
  institution_id: number;
  last_seen_at: Timestamp | null;
  lost_at: Timestamp | null;
  message: Generated<string>;
  message_en: Generated<string>;
  name: string;
  place: Generated<string>;
  printer: Generated<string>;
  queued: Generated<number>;
  reader: Generated<string>;
  scanner: Generated<string>;
  set_up_at: Timestamp;
  set_up_by: string;
  version: Generated<string>;
}

export interface KioskNote {
  asked_at: Timestamp;
  cents: number;
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  intake_id: string | null;
  machine: string;
  person_id: string | null;
  state: string;
}

export interface KioskPrintJob {
  asked_at: Timestamp;
  changed_at: Timestamp;
  id: string;
  institution_id: number;
  kind: string;
  machine: string;
  person_id: string;
  state: Generated<string>;
  visit_id: string;
}

export interface KioskSession {
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  machine: string;
  opened_at: Timestamp;
  person_id: string;
  touched_at: Timestamp;
}

export interface LedgerAccount {
  balance_cents: Generated<number>;
  ceiling_cents: number | null;
  floor_cents: number | null;
  held_in_cents: Generated<number>;
  held_out_cents: Generated<number>;
  id: string;
  institution_id: number;
  kind: string;
  opened_at: Timestamp;
  owner_ref: Generated<string>;
  person_id: string | null;
  striped: Generated<boolean>;
}

export interface LedgerBalance {
  account_id: string | null;
  balance_cents: number | null;
  held_in_cents: number | null;
  held_out_cents: number | null;
  institution_id: number | null;
  kind: string | null;
  owner_ref: string | null;
}

export interface LedgerBooks {
  closed_before: Generated<Timestamp>;
  filled_before: Generated<Timestamp>;
  one: Generated<boolean>;
}

export interface LedgerClosing {
  account_id: string;
  balance_cents: number;
  day: string;
  institution_id: number;
}

export interface LedgerEntry {
  account_id: string;
  amount_cents: number;
  at: Timestamp;
  institution_id: number;
  line: number;
  transfer_id: string;
}

export interface LedgerHold {
  content: string;
  ended_at: Timestamp | null;
  expires_at: Timestamp | null;
  id: string;
  institution_id: number;
  kind: string;
  placed_at: Timestamp;
  posted_by: string | null;
  reference: string;
  status: Generated<string>;
}

export interface LedgerHoldLine {
  account_id: string;
  amount_cents: number;
  hold_id: string;
  institution_id: number;
  stripe: number | null;
}

export interface LedgerStripe {
  account_id: string;
  balance_cents: Generated<number>;
  held_in_cents: Generated<number>;
  held_out_cents: Generated<number>;
  institution_id: number;
  stripe: number;
}

export interface LedgerTransfer {
  at: Timestamp;
  content: string;
  id: string;
  institution_id: number;
  kind: string;
  reference: string;
  reverses: string | null;
  settles: string | null;
  xid: Generated<string>;
}

export interface LotteryApplication {
  account_id: string;
  applied_at: Timestamp;
  appointment_id: string | null;
  changed_at: Timestamp;
  confirm_by: Timestamp | null;
  draw_id: string;
  earlier: Generated<number>;
  id: string;
  institution_id: number;
  offered_at: Timestamp | null;
  person_id: string;
  place: number | null;
  referred: Generated<boolean>;
  status: Generated<string>;
  weight: number;
}

export interface LotteryDraw {
  applicants: number | null;
  applies_from: Timestamp;
  applies_until: Timestamp;
  cancelled_at: Timestamp | null;
  confirm_minutes: number;
  created_at: Timestamp;
  created_by: string;
  drawn_at: Timestamp | null;
  draws_at: Timestamp;
  finished_at: Timestamp | null;
  first_day: string;
  flowed: Generated<number>;
  id: string;
  institution_id: number;
  last_day: string;
  offers_until: Timestamp;
  seed: string | null;
  seed_hash: Buffer;
  seed_sealed: Buffer;
  service_id: number;
  units: number | null;
  weights: Json;
}

export interface MessagingMessage {
  created_at: Timestamp;
  id: string;
  key: string;
  next_try_at: Timestamp | null;
  not_after: Timestamp;
  params: string[];
  person_id: string;
  phone_hash: Buffer;
  phone_sealed: Buffer;
  result: Generated<string>;
  sent_at: Timestamp | null;
  template: string;
  tries: Generated<number>;
}

export interface OperationsAdvice {
  after: Json;
  before: Json;
  by_hand: Generated<boolean>;
  change_id: string | null;
  day: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  decision: Generated<string>;
  department_id: number;
  from_hour: number;
  id: string;
  institution_id: number;
  kind: string;
  made: Json | null;
  made_at: Timestamp;
  moved_from: number | null;
  outcome: Json | null;
  practitioner_id: number | null;
  reason: Json;
  service_id: number | null;
  session_id: number | null;
  status: Generated<string>;
  to_hour: number;
}

export interface OperationsArrivals {
  arrived: number;
  day: string;
  department_id: number;
  hour: number;
  institution_id: number;
  synthetic: Generated<boolean>;
}

export interface OperationsForecast {
  day: string;
  department_id: number;
  expected: number;
  high80: number;
  high95: number;
  hour: number;
  institution_id: number;
  low80: number;
  low95: number;
  made_at: Timestamp;
  wait_p90: number | null;
}

export interface OperationsNotice {
  advice_id: string;
  day: string;
  from_time: string;
  id: string;
  institution_id: number;
  kind: string;
  made_at: Timestamp;
  practitioner_id: number;
  room: string;
  seen_at: Timestamp | null;
  service_id: number;
  to_time: string;
  units: number;
}

export interface OperationsRun {
  day: string;
  history_days: number;
  inside80: number | null;
  institution_id: number;
  made_at: Timestamp;
  signals: Generated<Json>;
}

export interface PeopleConsentRequest {
  answered_at: Timestamp | null;
  asked_at: Timestamp;
  birth_date: string;
  code_expires_at: Timestamp | null;
  code_hash: Buffer | null;
  deliverable: boolean;
  document_kind: string;
  expires_at: Timestamp | null;
  id: string;
  kind: string;
  name_masked: string;
  name_sealed: Buffer;
  number_hash: Buffer;
  number_sealed: Buffer;
  person_id: string | null;
  phone_sealed: Buffer | null;
  proxy_id: string;
  scope: string[];
  sex: string;
  status: string;
  tries: Generated<number>;
}

export interface PeopleHospitalNumber {
  institution_id: number;
  number: string;
  person_id: string;
  since: Timestamp;
}

export interface PeopleIdentityDocument {
  added_at: Timestamp;
  kind: string;
  number_hash: Buffer;
  number_masked: string;
  number_sealed: Buffer;
  person_id: string;
}

export interface PeopleMerge {
  done_at: Timestamp;
  done_by: string;
  id: string;
  merged_id: string;
  person_id: string;
  reason: string;
  undone_at: Timestamp | null;
  undone_by: string | null;
}

export interface PeopleNumberCounter {
  institution_id: number;
  last_number: Generated<number>;
}

export interface PeoplePerson {
  allergies: Generated<string[]>;
  birth_date: string;
  changed_at: Generated<Timestamp>;
  created_at: Timestamp;
  insurance_kind: Generated<string>;
  merged_into: string | null;
  name_hash: Buffer;
  name_masked: string;
  name_pinyin_initials: Generated<string>;
  name_sealed: Buffer;
  person_id: string;
  phone_hash: Buffer | null;
  phone_masked: Generated<string>;
  phone_sealed: Buffer | null;
  sex: string;
  verified_at: Timestamp | null;
  version: Generated<number>;
}

export interface PeopleRealNameCheck {
  answered_at: Timestamp | null;
  asked_at: Timestamp;
  asked_times: Generated<number>;
  document_kind: Generated<string>;
  id: string;
  person_id: string;
  reference: string;
  result: string;
}

export interface PeopleRelation {
  active_from: Timestamp | null;
  asked_at: Timestamp;
  ended_at: Timestamp | null;
  expires_at: Timestamp | null;
  kind: string;
  person_id: string;
  proxy_id: string;
  scope: Generated<string[]>;
  status: string;
}

export interface PeopleSpokenCode {
  code_hash: Buffer;
  expires_at: Timestamp;
  person_id: string;
}

export interface PlatformAudit {
  action: string;
  actor_id: string;
  actor_kind: string;
  at: Timestamp;
  detail: Generated<Json>;
  id: Generated<number>;
  institution_id: Generated<number>;
  person_id: string | null;
  purpose: string;
  request_id: string;
  result: Generated<string>;
  subject: string;
  xid: Generated<string>;
}

export interface PlatformAuditSeal {
  hash: Buffer;
  institution_id: number;
  previous_hash: Buffer;
  row_ids: ArrayType<number>;
  sealed_at: Generated<Timestamp>;
  sequence: number;
}

export interface PlatformEvent {
  id: Generated<number>;
  institution_id: number | null;
  occurred_at: Timestamp;
  payload: Json;
  topics: Generated<string[]>;
  type: string;
  xid: Generated<string>;
}

export interface PlatformEventCursor {
  id: Generated<number>;
  reader: string;
  xid: Generated<string>;
}

export interface PlatformEventHandled {
  event_id: number;
  handled_at: Generated<Timestamp>;
  reaction: string;
}

export interface PlatformFile {
  byte_count: number;
  content: Buffer;
  created_at: Timestamp;
  id: string;
  institution_id: number;
  media_type: string;
  name: string;
  person_id: string | null;
  sha256: Buffer;
}

export interface PlatformIdempotency {
  actor_id: string;
  body: Json;
  created_at: Generated<Timestamp>;
  key: string;
  request_hash: Buffer;
  status: number;
}

export interface PlatformRule {
  code: string;
  institution_id: Generated<number>;
  published_at: Timestamp | null;
  published_by: Generated<string>;
  source: string;
  unit: string;
  valid_from: string;
  value: Json | null;
  verified: Generated<boolean>;
  version: Generated<number>;
}

export interface PlatformSetting {
  changed_at: Generated<Timestamp>;
  name: string;
  value: Json;
}

export interface PoolsShare {
  department_id: number | null;
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  kind: string | null;
  percent: number;
  pool: string;
  service_id: number | null;
  set_at: Timestamp;
  set_by: string;
}

export interface PoolsSharedOut {
  institution_id: number;
  percent: number;
  pool: string;
  session_id: number;
  shared_at: Timestamp;
  units: number;
}

export interface QueueCorrection {
  inside: number;
  institution_id: number;
  learned_at: Timestamp;
  pace: number;
  queue_id: number;
  samples: number;
  spread: number;
}

export interface QueueCounter {
  day: string;
  institution_id: number;
  last: number;
  queue_id: number;
}

export interface QueueDue {
  booked: number;
  day: string;
  due_from: Timestamp;
  due_to: Timestamp;
  institution_id: number;
  queue_id: number;
}

export interface QueueDurationHistory {
  class: string;
  hour: number;
  institution_id: number;
  queue_id: number;
  sum_log: number;
  sum_square: number;
  weight: number;
}

export interface QueueEmergencyNotice {
  at: Timestamp;
  institution_id: number;
  longer_from: number | null;
  longer_to: number | null;
  queue_id: number;
  ticket_id: string;
}

export interface QueueHabit {
  absent: Generated<number>;
  booked: Generated<number>;
  called: Generated<number>;
  came: Generated<number>;
  institution_id: number;
  last_day: string;
  queue_id: number;
  start_square: Generated<number>;
  start_sum: Generated<number>;
  starts: Generated<number>;
}

export interface QueueNear {
  at: Timestamp;
  institution_id: number;
  ticket_id: string;
}

export interface QueueNumber {
  day: string;
  given_at: Timestamp;
  holder_id: string;
  institution_id: number;
  label: string;
}

export interface QueuePaceToday {
  day: string;
  institution_id: number;
  level: number;
  level_weight: number;
  measured_at: Timestamp;
  off: number;
  queue_id: number;
  samples: number;
  weight: number;
}

export interface QueuePromise {
  ahead: number;
  called_at: Timestamp | null;
  come_back_at: Timestamp | null;
  day: string;
  from_at: Timestamp | null;
  holder_id: string;
  institution_id: number;
  outcome: Generated<string>;
  played_from: number | null;
  played_middle: number | null;
  played_to: number | null;
  queue_id: number;
  remembered: Generated<boolean>;
  shown_at: Timestamp;
  sure: Generated<boolean>;
  ticket_id: string;
  to_at: Timestamp | null;
}

export interface QueueQueue {
  closed_reason: Generated<string>;
  closed_until: Timestamp | null;
  created_at: Timestamp;
  id: Generated<number>;
  institution_id: number;
  kind: string;
  name: string;
  name_en: Generated<string>;
  prefix: string;
  subject: string;
  zone_id: string;
}

export interface QueueQueueStep {
  actor: string;
  at: Timestamp;
  id: Generated<number>;
  institution_id: number;
  into_queue_id: number | null;
  moved: Generated<number>;
  queue_id: number;
  reason: Generated<string>;
  verb: string;
}

export interface QueueRuleVersion {
  institution_id: number;
  published_at: Timestamp;
  published_by: string;
  reason: string;
  valid_from: string;
  valid_to: string | null;
  value: Json;
  version: number;
}

export interface QueueServicePoint {
  changed_at: Timestamp;
  id: Generated<number>;
  institution_id: number;
  late_reason: Generated<string>;
  late_until: Timestamp | null;
  name: string;
  name_en: Generated<string>;
  serves: Generated<number[]>;
  staffed_by: number | null;
  staffed_label: Generated<string>;
  staffed_label_en: Generated<string>;
  staffed_role: Generated<string>;
  state: Generated<string>;
  zone_id: string;
}

export interface QueueStay {
  called_at: Timestamp;
  class: string;
  ended_at: Timestamp;
  institution_id: number;
  outcome: string;
  queue_id: number;
  service_point_id: number;
}

export interface QueueStep {
  actor: string;
  at: Timestamp;
  before: Json | null;
  holder_id: string;
  id: Generated<number>;
  institution_id: number;
  reason: Generated<string>;
  service_point_id: number | null;
  ticket_id: string;
  verb: string;
  version: number;
}

export interface QueueTicket {
  call_count: Generated<number>;
  called_at: Timestamp | null;
  class: string;
  day: string;
  display_name: string;
  due_from: Timestamp | null;
  due_to: Timestamp | null;
  ended_at: Timestamp | null;
  holder_id: string;
  id: string;
  institution_id: number;
  joined_at: Timestamp;
  label: string;
  merged_into: string | null;
  number: number;
  order_at: Timestamp;
  order_tie: number;
  parked_reason: Generated<string>;
  priority_group: Generated<string>;
  queue_id: number;
  service_point_id: number | null;
  serving_at: Timestamp | null;
  status: Generated<string>;
  version: Generated<number>;
  visit_id: string;
  why: string;
  why_detail: Generated<Json>;
}

export interface QueueZone {
  id: string;
  institution_id: number;
  name: string;
  name_en: Generated<string>;
}

export interface ReconciliationDayClose {
  closed_at: Timestamp;
  closed_by: string;
  closed_by_name: string;
  day: string;
  figures: Json;
  hash: Buffer;
  institution_id: number;
  named: Json;
  previous_hash: Buffer | null;
}

export interface ReconciliationDifference {
  act: string | null;
  channel: string;
  class: string;
  closed_at: Timestamp | null;
  closed_by: string | null;
  day: string;
  effect_cents: number;
  evidence: Json;
  found_at: Timestamp;
  id: string;
  institution_id: number;
  kind: string;
  line_id: string | null;
  movement_id: string | null;
  note: Generated<string>;
  proposed_at: Timestamp | null;
  proposed_by: string | null;
  status: Generated<string>;
  transfer_id: string | null;
}

export interface ReconciliationDifferenceStep {
  act: string | null;
  at: Timestamp;
  by_whom: string;
  difference_id: string;
  institution_id: number;
  note: Generated<string>;
  step: number;
  what: string;
}

export interface ReconciliationStatementFile {
  channel: string;
  day: string;
  fee_cents: number;
  file_name: string;
  hash: Buffer;
  id: string;
  imported_at: Timestamp;
  imported_by: string;
  institution_id: number;
  known_count: number;
  line_count: number;
  payment_cents: number;
  payment_count: number;
  refund_cents: number;
  refund_count: number;
  source: string;
}

export interface ReconciliationStatementLine {
  at: Timestamp;
  cents: number;
  channel: string;
  channel_number: string;
  copy: number;
  day: string;
  fee_cents: number | null;
  file_id: string;
  id: string;
  institution_id: number;
  kind: string;
  line: number;
  matched_at: Timestamp | null;
  matched_by: string | null;
  movement_id: string | null;
  our_number: Generated<string>;
  status: string;
}

export interface ReleaseOpening {
  admitted: Generated<number>;
  advanced_at: Timestamp | null;
  closed_at: Timestamp | null;
  created_at: Timestamp;
  created_by: string;
  day: string;
  department_id: number | null;
  drawn: Generated<number>;
  drawn_at: Timestamp | null;
  enter_seconds: number;
  gate_until: Timestamp;
  id: string;
  inside_at_most: number;
  institution_id: number;
  joined: Generated<number>;
  last_place: Generated<number>;
  opens_at: Timestamp;
  paused_at: Timestamp | null;
  per_second: number;
  room_opens_at: Timestamp;
  seed: string | null;
  seed_hash: Buffer;
  seed_sealed: Buffer;
  service_id: number | null;
  stay_seconds: number;
}

export interface ReleaseTicket {
  account_id: string;
  drawn_place: number | null;
  early: boolean;
  ended_at: Timestamp | null;
  entered_at: Timestamp | null;
  id: string;
  institution_id: number;
  joined_at: Timestamp;
  opening_id: string;
  outcome: string | null;
  person_id: string;
  place: number | null;
  turn_at: Timestamp | null;
}

export interface RulesProposal {
  after_version: number;
  code: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  decided_staff: number | null;
  expires_at: Timestamp;
  id: string;
  institution_id: number;
  note: Generated<string>;
  proposed_at: Timestamp;
  proposed_by: string;
  proposed_staff: number;
  source: string;
  state: Generated<string>;
  valid_from: string;
  value: Json | null;
  version: number | null;
}

export interface ServicedeskAnswer {
  answer: string;
  answer_en: Generated<string>;
  changed_at: Timestamp;
  id: string;
  institution_id: number;
  place: Generated<string>;
  question: string;
  question_en: Generated<string>;
  retired_at: Timestamp | null;
  topic: string;
}

export interface ServicedeskComplaint {
  answer: string | null;
  answer_by: Timestamp;
  answered_at: Timestamp | null;
  answered_by: string | null;
  department_id: number | null;
  handled_at: Timestamp | null;
  handled_by: string | null;
  id: string;
  institution_id: number;
  number: number;
  person_id: string | null;
  received_at: Timestamp;
  received_by: string;
  status: Generated<string>;
  urgency: string;
  wish: Generated<string>;
  words: string;
  year: number;
}

export interface ServicedeskComplaintCounter {
  institution_id: number;
  last: number;
  year: number;
}

export interface ServicedeskContact {
  account_id: string | null;
  answer_id: string | null;
  at: Timestamp;
  done_at: Timestamp | null;
  done_by: string | null;
  id: string;
  institution_id: number;
  kind: string;
  minutes: Numeric;
  outcome: string;
  person_id: string | null;
  shift_id: string | null;
  subject: Generated<string>;
  topic: string;
  withdrawn_at: Timestamp | null;
  words: Generated<string>;
}

export interface ServicedeskItem {
  added_at: Timestamp;
  code: string;
  deposit_cents: Generated<number>;
  home: string;
  hours: Generated<number>;
  id: string;
  institution_id: number;
  kind: string;
  state: Generated<string>;
}

export interface ServicedeskLoan {
  asked_by: string | null;
  back_at: Timestamp | null;
  came_back: string | null;
  damage: Generated<string>;
  decided_by: string | null;
  deposit_cents: number;
  deposit_way: string;
  due_at: Timestamp;
  ended_at: Timestamp | null;
  id: string;
  institution_id: number;
  item_id: string;
  kept_cents: Generated<number>;
  lent_at: Timestamp;
  lent_by: string;
  person_id: string;
  reminded: Generated<number>;
  status: Generated<string>;
}

export interface ServicedeskShift {
  account_id: string;
  counted_cents: number | null;
  ended_at: Timestamp | null;
  expected_cents: number | null;
  id: string;
  institution_id: number;
  note: Generated<string>;
  offered_at: Timestamp | null;
  opened_at: Timestamp;
  staff_name: string;
  status: Generated<string>;
  taken_by: string | null;
}

export interface ServicedeskTakenOver {
  institution_id: number;
  kind: string;
  matter_id: string;
  shift_id: string;
  words: string;
}

export interface SettlementBankAccount {
  account_name: string;
  account_no: string;
  bank_code: string;
  bank_name: string;
  bank_name_en: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  id: string;
  institution_id: number;
  note: Generated<string>;
  proposed_at: Timestamp;
  proposed_by: string;
  reason: Generated<string>;
  state: string;
  valid_from: string;
}

export interface SettlementBankAnswer {
  content: string;
  day: string;
  executed: number;
  news: number;
  received_at: Timestamp;
  received_by: string;
  refused: number;
  sha256: string;
}

export interface SettlementCleared {
  day: string;
  institution_id: number;
  transfer_id: string;
  what: string;
}

export interface SettlementDay {
  approved_at: Timestamp | null;
  approved_by: string | null;
  computed_at: Timestamp | null;
  computed_by: string | null;
  cut_off: Timestamp;
  day: string;
  entry_count: number | null;
  file_sha256: string | null;
  first_approved_at: Timestamp | null;
  first_approved_by: string | null;
  instructed_at: Timestamp | null;
  instructed_by: string | null;
  opened_at: Timestamp;
  posted_at: Timestamp | null;
  posting_asked_at: Timestamp | null;
  posting_asked_by: string | null;
  search_from: string | null;
  seen: string | null;
  status: Generated<string>;
  transfer_count: number | null;
}

export interface SettlementFigure {
  account: string;
  count: number;
  day: string;
  in_cents: number;
  institution_id: number;
  out_cents: number;
  side: string;
  what: string;
}

export interface SettlementInstruction {
  attempt: number;
  custodian_bank: string;
  day: string;
  ended_at: Timestamp | null;
  handed_at: Timestamp | null;
  id: string;
  institution_id: number;
  net_cents: number;
  payee_account: string;
  payee_bank: string;
  payer_account: string;
  payer_bank: string;
  posted_at: Timestamp | null;
  reason: Generated<string>;
  state: Generated<string>;
}

export interface SettlementPosition {
  closing_cents: number;
  day: string;
  institution_id: number;
  net_cents: number;
  opening_cents: number;
  settled_cents: number;
}

export interface SimulatorAlipayNotice {
  body: Json;
  done_at: Timestamp | null;
  due_at: Timestamp;
  id: string;
  notify_url: string;
  tries: Generated<number>;
}

export interface SimulatorAlipayRefund {
  amount_cents: number;
  created_at: Timestamp;
  out_request_no: string;
  out_trade_no: string;
}

export interface SimulatorAlipayTrade {
  amount_cents: number;
  code: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  notify_url: string;
  out_trade_no: string;
  paid_at: Timestamp | null;
  return_url: Generated<string>;
  state: string;
  store_id: string;
  subject: string;
  trade_no: string;
}

export interface SimulatorBankBehaviour {
  one: Generated<boolean>;
  settings: Json;
}

export interface SimulatorBankOrder {
  amount_cents: number;
  due_at: Timestamp;
  id: string;
  payee_account: string;
  payer_account: string;
  received_at: Timestamp;
  refused: Generated<string>;
}

export interface SimulatorCardOperation {
  amount_cents: number;
  batch: number;
  card: Generated<string>;
  created_at: Timestamp;
  ended_at: Timestamp | null;
  kind: string;
  order_no: string;
  original_reference: string | null;
  reference: string;
  state: string;
  step: Generated<string>;
  terminal_id: string;
  trace: number;
}

export interface SimulatorCardSession {
  batch: number;
  opened_at: Timestamp;
  session_id: string;
  session_key: string;
  terminal_id: string;
}

export interface SimulatorChannelSetting {
  channel: string;
  name: string;
  settings: Json;
}

export interface SimulatorInsurerBehaviour {
  one: Generated<boolean>;
  settings: Json;
}

export interface SimulatorInsurerCatalogue {
  ceiling_cents: number | null;
  code: string;
  share_bp: number;
}

export interface SimulatorInsurerFee {
  ceiling_cents: number | null;
  chrg_bchno: string;
  code: string;
  feedetl_sn: string;
  first_cents: number;
  mdtrt_id: string;
  over_cents: number;
  own_pay_cents: number;
  scope_cents: number;
  setl_id: string | null;
  total_cents: number;
}

export interface SimulatorInsurerKey {
  one: Generated<boolean>;
  settings: Json;
}

export interface SimulatorInsurerMessage {
  answer: Json | null;
  at: Timestamp;
  body: Json;
  due_at: Timestamp;
  fixmedins_code: string;
  infno: string;
  msgid: string;
  taken_back: Generated<boolean>;
}

export interface SimulatorInsurerPerson {
  account_cents: number;
  fund_cents: Generated<number>;
  psn_no: string;
}

export interface SimulatorInsurerSettlement {
  account_cents: number;
  at: Timestamp;
  chrg_bchno: string;
  fixmedins_code: string;
  fund_cents: number;
  mdtrt_id: string;
  medins_setl_id: string;
  psn_no: string;
  reverses: string | null;
  setl_id: string;
  total_cents: number;
}

export interface SimulatorInsurerVisit {
  cancelled: Generated<boolean>;
  fixmedins_code: string;
  ipt_otp_no: string;
  mdtrt_id: string;
  psn_no: string;
}

export interface SimulatorKioskAcceptor {
  broker: Json;
  device: Json;
  machine: string;
}

export interface SimulatorKioskDevice {
  machine: string;
  state: Json;
}

export interface SimulatorKioskPaper {
  at: Timestamp;
  content: Buffer;
  id: string;
  machine: string;
  mime: string;
  state: string;
  title: string;
}

export interface SimulatorKioskSignal {
  at: Generated<Timestamp>;
  id: Generated<number>;
  machine: string;
  signal: Json;
}

export interface SimulatorSms {
  id: Generated<number>;
  params: string[];
  phone: string;
  received_at: Timestamp;
  sign_name: string;
  template_id: string;
}

export interface SimulatorWechatpayBehaviour {
  one: Generated<boolean>;
  settings: Json;
}

export interface SimulatorWechatpayCallback {
  body: Json;
  done_at: Timestamp | null;
  due_at: Timestamp;
  id: string;
  notify_url: string;
  tries: Generated<number>;
}

export interface SimulatorWechatpayKey {
  merchant_id: string;
  one: Generated<boolean>;
  settings: Json;
}

export interface SimulatorWechatpayOrder {
  amount_cents: number;
  attach: string;
  code: string;
  created_at: Timestamp;
  description: string;
  expires_at: Timestamp;
  notify_url: string;
  out_trade_no: string;
  paid_at: Timestamp | null;
  state: string;
  transaction_id: string;
}

export interface SimulatorWechatpayRefund {
  amount_cents: number;
  created_at: Timestamp;
  notify_url: string | null;
  out_refund_no: string;
  out_trade_no: string;
  refund_id: string;
  status: string;
}

export interface SupplyChange {
  actor_id: string;
  edits: Json;
  effect: Json;
  file_name: string | null;
  id: string;
  institution_id: number;
  kind: string;
  made_at: Timestamp;
  reason: Generated<string>;
  take_back: Json | null;
  taken_back_by: string | null;
}

export interface SuspensionAffected {
  answered_at: Timestamp | null;
  answered_by: string | null;
  appointment_id: string;
  institution_id: number;
  new_appointment_id: string | null;
  new_institution_id: number | null;
  offered_until: Timestamp | null;
  person_id: string;
  phones: number | null;
  practitioner_id: number | null;
  service_id: number;
  starts_at: Timestamp;
  state: Generated<string>;
  suspension_id: string;
  told_at: Timestamp | null;
  told_back_at: Timestamp | null;
  was: string;
}

export interface SuspensionCall {
  appointment_id: string;
  called_at: Timestamp;
  called_by: string;
  id: string;
  institution_id: number;
  note: Generated<string>;
  outcome: string;
  person_id: string;
  suspension_id: string;
}

export interface SuspensionOffer {
  appointment_id: string;
  ended_at: Timestamp | null;
  ends_at: Timestamp;
  expires_at: Timestamp;
  home_institution_id: number;
  id: string;
  institution_id: number;
  kind: string;
  period_id: number;
  person_id: string;
  pool: string;
  service_id: number;
  starts_at: Timestamp;
  state: Generated<string>;
  suspension_id: string;
}

export interface SuspensionSuspension {
  asked_at: Timestamp;
  asked_by: string;
  batch_id: string;
  day: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  department_id: number;
  ends_at: Timestamp;
  here: Generated<number>;
  id: string;
  in_force_at: Timestamp | null;
  institution_id: number;
  note: Generated<string>;
  period_ids: ArrayType<number> | null;
  practitioner_id: number | null;
  reason: string;
  reinstated_at: Timestamp | null;
  reinstated_by: string | null;
  service_id: number;
  session_id: number;
  starts_at: Timestamp;
  status: string;
  withdrawn: Generated<Json>;
}

export interface TerminologyDiagnosis {
  code: string;
  edition: string;
  grams: Generated<string[]>;
  initials: Generated<string>;
  name: string;
  name_en: Generated<string>;
  spelling: Generated<string>;
}

export interface TerminologyEdition {
  active: Generated<boolean>;
  code_count: number;
  id: string;
  imported_at: Timestamp;
  name: string;
}

export interface WaitlistEntry {
  auto_halves: Generated<string[]>;
  auto_until: string | null;
  booked_day: string | null;
  booked_id: string | null;
  booked_institution: number | null;
  channel: string;
  contact: Generated<string>;
  created_at: Timestamp;
  created_by: string;
  end_reason: string | null;
  ended_at: Timestamp | null;
  from_day: string;
  halves: string[];
  id: string;
  instead_of: string | null;
  instead_of_institution: number | null;
  institution_id: number;
  note: Generated<string>;
  notice_hours: number;
  otherwise_day: string | null;
  person_id: string;
  priority: Generated<number>;
  priority_by: string | null;
  priority_reason: Generated<string>;
  service_id: number;
  services: Json;
  status: Generated<string>;
  to_day: string;
  within_km: Numeric | null;
}

export interface WaitlistOffer {
  answer_by: Timestamp;
  answered_at: Timestamp | null;
  answered_by: string | null;
  answered_how: string | null;
  appointment_id: string | null;
  calls: Generated<number>;
  code: string;
  contact: string;
  ends_at: Timestamp;
  entry_id: string;
  id: string;
  institution_id: number;
  last_call_at: Timestamp | null;
  made_at: Timestamp;
  mode: string;
  passed_over: Generated<Json>;
  period_id: number;
  person_id: string;
  service_id: number;
  starts_at: Timestamp;
  status: string;
  told_at: Timestamp | null;
  unit_id: number;
  why: Json;
}

export interface WalletConsent {
  account_id: string;
  expires_at: Timestamp;
  given_at: Timestamp;
  id: string;
  institution_id: number;
  person_id: string;
  purpose: Generated<string>;
  used_for: string | null;
}

export interface WalletConsentCode {
  code_hash: Buffer;
  expires_at: Timestamp;
  person_id: string;
  tries: Generated<number>;
}

export interface WalletMovement {
  at: Timestamp;
  cents: number;
  institution_id: number;
  kind: string;
  person_id: string;
  reference: string;
  title: Generated<string>;
  transfer_id: string;
}

export interface WalletPromise {
  cents: number;
  ended_at: Timestamp | null;
  entries: string[];
  expires_at: Timestamp | null;
  id: string;
  institution_id: number;
  parts: ArrayType<number>;
  person_id: string;
  placed_at: Timestamp;
  purpose: string;
  reference: string;
  state: Generated<string>;
  taken_cents: number | null;
  title: Generated<string>;
  transfer_id: string | null;
}

export interface DB {
  "access.account": AccessAccount;
  "access.attempt": AccessAttempt;
  "access.session": AccessSession;
  "access.sign_in_code": AccessSignInCode;
  "access.staff_role": AccessStaffRole;
  "arrival.visit": ArrivalVisit;
  "assistance.attempt": AssistanceAttempt;
  "assistance.frame": AssistanceFrame;
  "assistance.proposal": AssistanceProposal;
  "assistance.session": AssistanceSession;
  "attendance.calibration": AttendanceCalibration;
  "attendance.call": AttendanceCall;
  "attendance.confirmation": AttendanceConfirmation;
  "attendance.overbooking": AttendanceOverbooking;
  "attendance.reminder": AttendanceReminder;
  "attendance.watch": AttendanceWatch;
  "billing.bill": BillingBill;
  "billing.box_count": BillingBoxCount;
  "billing.card_terminal": BillingCardTerminal;
  "billing.card_trace": BillingCardTrace;
  "billing.cash_intake": BillingCashIntake;
  "billing.cashier_shift": BillingCashierShift;
  "billing.channel_message": BillingChannelMessage;
  "billing.charge_item": BillingChargeItem;
  "billing.item_share": BillingItemShare;
  "billing.payment": BillingPayment;
  "billing.payment_item": BillingPaymentItem;
  "billing.payment_part": BillingPaymentPart;
  "billing.receipt": BillingReceipt;
  "billing.receipt_counter": BillingReceiptCounter;
  "billing.refund": BillingRefund;
  "boards.layout": BoardsLayout;
  "boards.layout_version": BoardsLayoutVersion;
  "boards.screen": BoardsScreen;
  "booking.appointment": BookingAppointment;
  "booking.calendar_link": BookingCalendarLink;
  "booking.helper": BookingHelper;
  "booking.origin": BookingOrigin;
  "booking.partner": BookingPartner;
  "booking.restriction": BookingRestriction;
  "booking.team": BookingTeam;
  "booking.team_member": BookingTeamMember;
  "capacity.allotment": CapacityAllotment;
  "capacity.claim": CapacityClaim;
  "capacity.freed_unit": CapacityFreedUnit;
  "capacity.holder_time": CapacityHolderTime;
  "capacity.ladder": CapacityLadder;
  "capacity.period": CapacityPeriod;
  "capacity.pool": CapacityPool;
  "capacity.pool_move": CapacityPoolMove;
  "capacity.pool_step": CapacityPoolStep;
  "capacity.session": CapacitySession;
  "capacity.step_taken": CapacityStepTaken;
  "capacity.template": CapacityTemplate;
  "capacity.template_exception": CapacityTemplateException;
  "capacity.waiter": CapacityWaiter;
  "companion.leave": CompanionLeave;
  "companion.look": CompanionLook;
  "companion.news": CompanionNews;
  "consulting.note": ConsultingNote;
  "consulting.note_diagnosis": ConsultingNoteDiagnosis;
  "consulting.visit": ConsultingVisit;
  "consulting.visit_order": ConsultingVisitOrder;
  "consulting.vital_signs": ConsultingVitalSigns;
  "counters.station": CountersStation;
  "counters.stop": CountersStop;
  "counters.stop_item": CountersStopItem;
  "credit.debt": CreditDebt;
  "credit.given_back": CreditGivenBack;
  "credit.line": CreditLine;
  "credit.link": CreditLink;
  "credit.promise": CreditPromise;
  "credit.reduction": CreditReduction;
  "credit.repayment": CreditRepayment;
  "credit.visit": CreditVisit;
  "credit.waiver": CreditWaiver;
  "directory.campus": DirectoryCampus;
  "directory.department": DirectoryDepartment;
  "directory.diagnosis_subject": DirectoryDiagnosisSubject;
  "directory.district": DirectoryDistrict;
  "directory.everyday_word": DirectoryEverydayWord;
  "directory.institution": DirectoryInstitution;
  "directory.practitioner": DirectoryPractitioner;
  "directory.price": DirectoryPrice;
  "directory.revision": DirectoryRevision;
  "directory.room": DirectoryRoom;
  "directory.service": DirectoryService;
  "fairness.appeal": FairnessAppeal;
  "fairness.attempt": FairnessAttempt;
  "fairness.decision": FairnessDecision;
  "fairness.echo": FairnessEcho;
  "fairness.finding": FairnessFinding;
  "fairness.finding_member": FairnessFindingMember;
  "fairness.helper": FairnessHelper;
  "fairness.incident": FairnessIncident;
  "fairness.reader": FairnessReader;
  "fairness.spread": FairnessSpread;
  "fairness.spread_account": FairnessSpreadAccount;
  "fairness.tie": FairnessTie;
  "fairness.trace": FairnessTrace;
  "fairness.warning": FairnessWarning;
  "guidance.closure": GuidanceClosure;
  "guidance.plan": GuidancePlan;
  "guidance.sign": GuidanceSign;
  "insurance.claim": InsuranceClaim;
  "insurance.claim_item": InsuranceClaimItem;
  "insurance.cover": InsuranceCover;
  "insurance.message": InsuranceMessage;
  "insurance.sign_in": InsuranceSignIn;
  "insurance.visit": InsuranceVisit;
  "integration.access_token": IntegrationAccessToken;
  "integration.assertion": IntegrationAssertion;
  "integration.client": IntegrationClient;
  "integration.publication": IntegrationPublication;
  "itinerary.change": ItineraryChange;
  "itinerary.day": ItineraryDay;
  "itinerary.lesson": ItineraryLesson;
  "itinerary.promise": ItineraryPromise;
  "itinerary.step": ItineraryStep;
  "itinerary.watched_line": ItineraryWatchedLine;
  "kiosk.acceptor": KioskAcceptor;
  "kiosk.away_entry": KioskAwayEntry;
  "kiosk.help_call": KioskHelpCall;
  "kiosk.machine": KioskMachine;
  "kiosk.note": KioskNote;
  "kiosk.print_job": KioskPrintJob;
  "kiosk.session": KioskSession;
  "ledger.account": LedgerAccount;
  "ledger.balance": LedgerBalance;
  "ledger.books": LedgerBooks;
  "ledger.closing": LedgerClosing;
  "ledger.entry": LedgerEntry;
  "ledger.hold": LedgerHold;
  "ledger.hold_line": LedgerHoldLine;
  "ledger.stripe": LedgerStripe;
  "ledger.transfer": LedgerTransfer;
  "lottery.application": LotteryApplication;
  "lottery.draw": LotteryDraw;
  "messaging.message": MessagingMessage;
  "operations.advice": OperationsAdvice;
  "operations.arrivals": OperationsArrivals;
  "operations.forecast": OperationsForecast;
  "operations.notice": OperationsNotice;
  "operations.run": OperationsRun;
  "people.consent_request": PeopleConsentRequest;
  "people.hospital_number": PeopleHospitalNumber;
  "people.identity_document": PeopleIdentityDocument;
  "people.merge": PeopleMerge;
  "people.number_counter": PeopleNumberCounter;
  "people.person": PeoplePerson;
  "people.real_name_check": PeopleRealNameCheck;
  "people.relation": PeopleRelation;
  "people.spoken_code": PeopleSpokenCode;
  "platform.audit": PlatformAudit;
  "platform.audit_seal": PlatformAuditSeal;
  "platform.event": PlatformEvent;
  "platform.event_cursor": PlatformEventCursor;
  "platform.event_handled": PlatformEventHandled;
  "platform.file": PlatformFile;
  "platform.idempotency": PlatformIdempotency;
  "platform.rule": PlatformRule;
  "platform.setting": PlatformSetting;
  "pools.share": PoolsShare;
  "pools.shared_out": PoolsSharedOut;
  "queue.correction": QueueCorrection;
  "queue.counter": QueueCounter;
  "queue.due": QueueDue;
  "queue.duration_history": QueueDurationHistory;
  "queue.emergency_notice": QueueEmergencyNotice;
  "queue.habit": QueueHabit;
  "queue.near": QueueNear;
  "queue.number": QueueNumber;
  "queue.pace_today": QueuePaceToday;
  "queue.promise": QueuePromise;
  "queue.queue": QueueQueue;
  "queue.queue_step": QueueQueueStep;
  "queue.rule_version": QueueRuleVersion;
  "queue.service_point": QueueServicePoint;
  "queue.stay": QueueStay;
  "queue.step": QueueStep;
  "queue.ticket": QueueTicket;
  "queue.zone": QueueZone;
  "reconciliation.day_close": ReconciliationDayClose;
  "reconciliation.difference": ReconciliationDifference;
  "reconciliation.difference_step": ReconciliationDifferenceStep;
  "reconciliation.statement_file": ReconciliationStatementFile;
  "reconciliation.statement_line": ReconciliationStatementLine;
  "release.opening": ReleaseOpening;
  "release.ticket": ReleaseTicket;
  "rules.proposal": RulesProposal;
  "servicedesk.answer": ServicedeskAnswer;
  "servicedesk.complaint": ServicedeskComplaint;
  "servicedesk.complaint_counter": ServicedeskComplaintCounter;
  "servicedesk.contact": ServicedeskContact;
  "servicedesk.item": ServicedeskItem;
  "servicedesk.loan": ServicedeskLoan;
  "servicedesk.shift": ServicedeskShift;
  "servicedesk.taken_over": ServicedeskTakenOver;
  "settlement.bank_account": SettlementBankAccount;
  "settlement.bank_answer": SettlementBankAnswer;
  "settlement.cleared": SettlementCleared;
  "settlement.day": SettlementDay;
  "settlement.figure": SettlementFigure;
  "settlement.instruction": SettlementInstruction;
  "settlement.position": SettlementPosition;
  "simulator.alipay_notice": SimulatorAlipayNotice;
  "simulator.alipay_refund": SimulatorAlipayRefund;
  "simulator.alipay_trade": SimulatorAlipayTrade;
  "simulator.bank_behaviour": SimulatorBankBehaviour;
  "simulator.bank_order": SimulatorBankOrder;
  "simulator.card_operation": SimulatorCardOperation;
  "simulator.card_session": SimulatorCardSession;
  "simulator.channel_setting": SimulatorChannelSetting;
  "simulator.insurer_behaviour": SimulatorInsurerBehaviour;
  "simulator.insurer_catalogue": SimulatorInsurerCatalogue;
  "simulator.insurer_fee": SimulatorInsurerFee;
  "simulator.insurer_key": SimulatorInsurerKey;
  "simulator.insurer_message": SimulatorInsurerMessage;
  "simulator.insurer_person": SimulatorInsurerPerson;
  "simulator.insurer_settlement": SimulatorInsurerSettlement;
  "simulator.insurer_visit": SimulatorInsurerVisit;
  "simulator.kiosk_acceptor": SimulatorKioskAcceptor;
  "simulator.kiosk_device": SimulatorKioskDevice;
  "simulator.kiosk_paper": SimulatorKioskPaper;
  "simulator.kiosk_signal": SimulatorKioskSignal;
  "simulator.sms": SimulatorSms;
  "simulator.wechatpay_behaviour": SimulatorWechatpayBehaviour;
  "simulator.wechatpay_callback": SimulatorWechatpayCallback;
  "simulator.wechatpay_key": SimulatorWechatpayKey;
  "simulator.wechatpay_order": SimulatorWechatpayOrder;
  "simulator.wechatpay_refund": SimulatorWechatpayRefund;
  "supply.change": SupplyChange;
  "suspension.affected": SuspensionAffected;
  "suspension.call": SuspensionCall;
  "suspension.offer": SuspensionOffer;
  "suspension.suspension": SuspensionSuspension;
  "terminology.diagnosis": TerminologyDiagnosis;
  "terminology.edition": TerminologyEdition;
  "waitlist.entry": WaitlistEntry;
  "waitlist.offer": WaitlistOffer;
  "wallet.consent": WalletConsent;
  "wallet.consent_code": WalletConsentCode;
  "wallet.movement": WalletMovement;
  "wallet.promise": WalletPromise;
}
