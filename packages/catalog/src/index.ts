export type { TypeName } from './catalog.ts';
export { catalog, recordType } from './catalog.ts';
export { codes } from './codes.ts';
export type { PersonalDataFinding, PersonalDataKind } from './personal-data/finding.ts';
export { personalDataScan } from './personal-data/scan.ts';
export type { DefaultLabel, DoctrineRule, FieldFinding, Fields, JsonSchema, Names, RecordType, Unit } from './record-type.ts';
export { validateFields, validateUnit } from './validate.ts';
