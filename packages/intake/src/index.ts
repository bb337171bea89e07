export { codes } from './codes.ts';
export type { Draft, EventFound, Intake, IntentionFound, Missing, Named, Source } from './draft/draft.ts';
export type { IntakeOptions } from './draft/intake.ts';
export { intake, maxHtmlLength } from './draft/intake.ts';
export type { Language } from './languages.ts';
export { languages } from './languages.ts';
export { maxTextLength } from './read/read-communique.ts';
