export { codes } from './codes.ts';
export type { DiffOptions } from './diff/diff.ts';
export { diff } from './diff/diff.ts';
export type { Change, DiffReport, DutyChange, TermChange } from './diff/report.ts';
export { agreementSchema } from './document/agreement-shape.ts';
export { agreementText, digestOf, parseAgreement, parseForbid } from './document/parse.ts';
export type { Problem } from './document/shape.ts';
export type {
  AgencyFunction,
  AgreedMode,
  AgreedObligation,
  Agreement,
  AgreementAgency,
  AgreementParty,
  AttributeName,
  EmergencyPermit,
  Equivalence,
  Never,
  ObligationType,
  Permit,
  Predicate,
  Property,
  Scalar,
  TlpWord,
  Words,
} from './document.ts';
export { attributeKinds, obligationTypes } from './document.ts';
export type { Depth, ExplainedLine, Explanation, Language } from './explain/explain.ts';
export { explain } from './explain/explain.ts';
export type { Finding, KnownTypes, LintOptions } from './lint.ts';
export { lint } from './lint.ts';
export type { FailedAtom } from './predicate.ts';
export type { ProveOptions } from './prove/prove.ts';
export { prove } from './prove/prove.ts';
export type { Counterexample, ProofReport, PropertyProof } from './prove/report.ts';
export type { AgreementRoot, AgreementRoots, AgreementSignature } from './signatures.ts';
export { maySucceed, signAgreement, verifyAgreementSignatures } from './signatures.ts';
export type { CompiledAgreement, CompileOptions } from './verdict/compile.ts';
export { compile, controlTypes } from './verdict/compile.ts';
export { decide } from './verdict/decide.ts';
export type {
  Approval,
  DecisionInput,
  DecisionTools,
  DecisionUnit,
  OwnerGrant,
  Stage,
  UnitVerdict,
  Verdict,
} from './verdict/types.ts';
