import type { CopyTarget } from './copy.ts'

/** Columns the loader fills, in the order of the generators' rows. */
export const tables = {
  district: { table: 'directory.district', columns: { id: 'int4', name: 'text', name_en: 'text', longitude: 'float8', latitude: 'float8' } },
  institution: {
    table: 'directory.institution',
    columns: {
      institution_id: 'int4', code: 'text', kind: 'text', level: 'text', name: 'text', name_en: 'text', short_name: 'text', pinyin: 'text',
      district_id: 'int4', address: 'text', phone: 'text', longitude: 'float8', latitude: 'float8', introduction: 'text', how_to_get_here: 'text', ticket_prefix: 'text',
    },
  },
  campus: {
    table: 'directory.campus',
    columns: { institution_id: 'int4', id: 'int4', name: 'text', address: 'text', longitude: 'float8', latitude: 'float8', check_in_code: 'text' },
  },
  department: {
    table: 'directory.department',
    columns: {
      institution_id: 'int4', id: 'int4', code: 'text', campus_id: 'int4', parent_id: 'int4', name: 'text', name_en: 'text', pinyin: 'text',
      subject_codes: 'text[]', description: 'text', building: 'text', floor: 'text', zone: 'text', place_en: 'text',
    },
  },
  room: {
    table: 'directory.room',
    columns: { institution_id: 'int4', id: 'int4', department_id: 'int4', name: 'text', building: 'text', floor: 'text', zone: 'text', name_en: 'text' },
  },
  station: {
    table: 'counters.station',
    columns: {
      institution_id: 'int4', id: 'int4', kind: 'text', name: 'text', name_en: 'text', department_id: 'int4', building: 'text', floor: 'text', zone: 'text', place_en: 'text', room: 'text',
      places: 'int2', usual_minutes: 'int2', result_after_minutes: 'int2', joins: 'text',
    },
  },
  practitioner: {
    table: 'directory.practitioner',
    columns: {
      institution_id: 'int4', id: 'int4', code: 'text', department_id: 'int4', name: 'text', name_en: 'text', pinyin: 'text', sex: 'text', title: 'text',
      speciality: 'text', introduction: 'text', room: 'text',
    },
  },
  service: {
    table: 'directory.service',
    columns: {
      institution_id: 'int4', id: 'int4', code: 'text', department_id: 'int4', practitioner_id: 'int4', kind: 'text', name: 'text', name_en: 'text', fee_code: 'text',
    },
  },
  price: {
    table: 'directory.price',
    columns: {
      institution_id: 'int4', code: 'text', valid_from: 'date', kind: 'text', name: 'text', name_en: 'text', pinyin: 'text', unit: 'text',
      price_cents: 'int4', insurance_share_bp: 'int4', department_id: 'int4',
    },
  },
  pool: {
    table: 'capacity.pool',
    columns: {
      institution_id: 'int4', id: 'int4', code: 'text', name: 'text', name_en: 'text', opens_days_before: 'int4', opens_at: 'time',
      closes_minutes_before: 'int4', flows_to: 'text', flows_days_before: 'int4', eligibility: 'jsonb',
    },
  },
  template: {
    table: 'capacity.template',
    columns: {
      institution_id: 'int4', id: 'int8', service_id: 'int4', resource_id: 'int4', valid_from: 'date', weekdays: 'int4[]', half: 'text',
      starts_at: 'time', ends_at: 'time', period_minutes: 'int4', pools: 'jsonb', room: 'text',
    },
  },
  partner: {
    table: 'booking.partner',
    columns: { institution_id: 'int4', from_institution_id: 'int4', pools: 'text[]', valid_from: 'date' },
  },
  team: { table: 'booking.team', columns: { institution_id: 'int4', id: 'int4', name: 'text', name_en: 'text' } },
  teamMember: { table: 'booking.team_member', columns: { institution_id: 'int4', team_id: 'int4', practitioner_id: 'int4', leads: 'bool', since: 'timestamptz' } },
  person: {
    table: 'people.person',
    columns: {
      person_id: 'uuid', name_sealed: 'bytea', name_masked: 'text', name_hash: 'bytea', name_pinyin_initials: 'text', sex: 'text', birth_date: 'date',
      phone_sealed: 'bytea', phone_hash: 'bytea', phone_masked: 'text', verified_at: 'timestamptz', insurance_kind: 'text', allergies: 'text[]', created_at: 'timestamptz',
    },
  },
  document: {
    table: 'people.identity_document',
    columns: { person_id: 'uuid', kind: 'text', number_hash: 'bytea', number_sealed: 'bytea', number_masked: 'text', added_at: 'timestamptz' },
  },
  patientAccount: {
    table: 'access.account',
    columns: { id: 'uuid', kind: 'text', person_id: 'uuid', phone_hash: 'bytea', phone_sealed: 'bytea', phone_masked: 'text', language: 'text', created_at: 'timestamptz' },
  },
  staffAccount: {
    table: 'access.account',
    columns: { id: 'uuid', kind: 'text', username: 'text', password_hash: 'text', totp_sealed: 'bytea', totp_confirmed_at: 'timestamptz', created_at: 'timestamptz' },
  },
  staffRole: {
    table: 'access.staff_role',
    columns: { account_id: 'uuid', institution_id: 'int4', staff_id: 'int4', display_name: 'text', roles: 'text[]' },
  },
  relation: {
    table: 'people.relation',
    columns: {
      person_id: 'uuid', proxy_id: 'uuid', kind: 'text', scope: 'text[]', status: 'text', asked_at: 'timestamptz', active_from: 'timestamptz', expires_at: 'timestamptz',
    },
  },
} as const satisfies Record<string, CopyTarget>
