export { decodeBase64url, decodeBase64urlText, encodeBase64url, encodeBase64urlText } from './base64url.ts';
export type { ReleaseAsk } from './can-go.ts';
export { canGo } from './can-go.ts';
export { canonicalBytes, canonicalText } from './canonical.ts';
export { checkTwin, coarseFunctions, coarsen } from './coarse-twin.ts';
export { codes } from './codes.ts';
export type { FieldDraft, RecordDraft, SealedDisclosure, SealedRecord } from './create-record.ts';
export { createRecord } from './create-record.ts';
export type { Algorithm, Crypto, PublicKey, RandomBytes, Signer } from './crypto.ts';
export type { OpenedField } from './disclosure.ts';
export {
  isReservedName,
  isUnitName,
  labelUnit,
  maxDisclosureLength,
  maxValueBytes,
  openDisclosures,
  parseDisclosure,
  recordLabel,
} from './disclosure.ts';
export type { Entry, Ref, Relation } from './entry.ts';
export { maxEntryBytes, maxSlots, parseEntry, recordIdOf, relations } from './entry.ts';
export { entrySignatureMessage, signEntry, verifyEntrySignature } from './entry-signature.ts';
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
export { encodeHlc, encodeInstant, isHlc, isInstant, parseInstant, truncateToHour } from './instants.ts';
export type { Bounds, Json } from './json.ts';
export { defaultBounds } from './json.ts';
export type { Label, Level, NationalMark, PrivateLabel, PublicLabel, Tlp } from './label.ts';
export { handlingCodes, parseLabel, parsePrivateLabel, parsePublicLabel, privateLabel, publicLabel, tlps } from './label.ts';
export type { LangText, TextStatus } from './lang-text.ts';
export { isLanguageTag, parseLangText } from './lang-text.ts';
export { covers, join, leq } from './lattice.ts';
export { parseCanonical, parseJson } from './parse-json.ts';
