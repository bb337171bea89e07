import {
  agencyId,
  anyObject,
  count,
  deskId,
  flag,
  instant,
  type JsonSchema,
  list,
  object,
  oneOf,
  pattern,
  ref,
  role,
  text,
} from './schema.ts';

const accountName = pattern('^[a-z][a-z0-9._-]{1,31}$', 32);
const accountId = pattern('^[A-Za-z0-9_-]{22}$', 22);
const roles: JsonSchema = { ...list(role, 6), minItems: 1, uniqueItems: true };
const desks: JsonSchema = { ...list(deskId, 100), minItems: 1, uniqueItems: true };

/** Logging in, accounts, passkeys. Passkey documents are the WebAuthn Level 3 JSON forms (§5.1.8, §5.1.9). */
export const sessionSchemas: Readonly<Record<string, JsonSchema>> = {
  About: object({ agency: agencyId, demonstration: flag, version: text(40), users: list(role, 6) }),
  OpenSession: object({ user: role }),
  SessionView: object({
    user: text(64),
    agency: agencyId,
    desk: deskId,
    roles: list(role, 6),
    demonstration: flag,
    csrf: text(100),
    'token?': text(100),
    expiresAt: instant,
  }),
  Login: object({ name: text(64, 1), password: text(1024, 1) }),
  Password: object({ password: text(1024, 1) }),
  PasskeyOptions: anyObject,
  PasskeyAnswer: {
    type: 'object',
    properties: { id: text(2048, 1), rawId: text(2048, 1), type: oneOf('public-key'), response: anyObject },
    required: ['id', 'rawId', 'type', 'response'],
  },
  Enrolment: object({ name: accountName, roles, desks, 'password?': text(1024, 1) }),
  AccountView: object({
    id: accountId,
    name: accountName,
    roles: list(role, 6),
    desks: list(deskId, 100),
    state: oneOf('active', 'disabled'),
    passkeys: count,
  }),
  EnrolmentView: object({ id: accountId, proposedBy: accountId, expiresAt: instant, account: ref('AccountView') }),
  Accounts: object({ accounts: list(ref('AccountView'), 100_000), pending: list(ref('EnrolmentView'), 1000) }),
};
