export { arbitraryForeignJson, arbitraryInteger, arbitraryJson, arbitraryKey, arbitraryMutation, arbitraryText } from './json.ts';
export { arbitraryLabel, arbitraryPurposes, arbitraryReaders } from './label.ts';
export { arbitraryAgency, arbitraryDraft, arbitraryRecordId, arbitrarySubjectId } from './record.ts';
