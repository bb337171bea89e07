export { decodeBase64url, decodeBase64urlText, encodeBase64url, encodeBase64urlText } from './base64url.ts';
export { codes } from './codes.ts';
export type { Algorithm, Crypto, PublicKey, RandomBytes, Signer } from './crypto.ts';
export type { CodeRow, FailureOptions, Refusal, Result } from './errors.ts';
export { accept, failures, refusalOf, refuse, WaslError } from './errors.ts';
export type { AgencyId, DeskId, Mode, PartyId, RecordId, SubjectId } from './identifiers.ts';
export {
  agencyOf,
  isAgencyId,
  isDeskId,
  isDigestText,
  isRecordId,
  isSubjectId,
  modes,
  newSubjectId,
  parseAgencyId,
  parseDeskId,
  parsePartyId,
  parseRecordId,
  parseSubjectId,
  partyOf,
} from './identifiers.ts';
export type { Bounds, Json } from './json.ts';
export { defaultBounds } from './json.ts';
