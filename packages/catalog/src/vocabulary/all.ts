import * as alert from './alert.ts';
import * as assessment from './assessment.ts';
import * as command from './command.ts';
import * as control from './control.ts';
import * as cooperation from './cooperation.ts';
import * as event from './event.ts';
import * as incident from './incident.ts';
import * as reporting from './reporting.ts';
import * as request from './request.ts';
import * as technical from './technical.ts';
import type { Vocabulary } from './vocabulary.ts';

const parts: readonly object[] = [alert, assessment, command, control, cooperation, event, incident, reporting, request, technical];

function isVocabulary(value: unknown): value is Vocabulary {
  return typeof value === 'object' && value !== null && 'terms' in value && 'name' in value;
}

/** Vocabularies that name no unit's values: pillars, words of caution, members of a unit. */
const beside: readonly Vocabulary[] = [command.pillar, command.falseFriend, incident.casualtyClass];

const all = [...parts.flatMap((part) => Object.values(part) as readonly unknown[]), ...beside].filter(isVocabulary);

/** Every coded vocabulary of the catalogue by name, in the order of names. */
export const vocabularies: Readonly<Record<string, Vocabulary>> = Object.fromEntries(
  all.sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => [one.name, one]),
);
