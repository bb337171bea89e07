import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalog, type JsonSchema, languageStatus, type Names, type RecordType, vocabularies } from '@wasl/catalog';

const root = join(fileURLToPath(import.meta.url), '..', '..');

function inAll({ en, fr, ar }: Names): string {
  return `${en} · ${fr} · ${ar}`;
}

/** The vocabularies that a schema takes its codes from, wherever they stand in it. */
function vocabulariesOf(schema: JsonSchema): readonly string[] {
  const own = typeof schema['vocabulary'] === 'string' ? [schema['vocabulary']] : [];
  const inner = Object.values(schema).flatMap((value) => {
    const parts: readonly unknown[] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    return parts.flatMap((part) =>
      typeof part === 'object' && part !== null && !Array.isArray(part) ? vocabulariesOf(part as JsonSchema) : [],
    );
  });
  return [...new Set([...own, ...inner])].filter((name) => name !== 'text-status');
}

/** The form of a value in a few words. */
function formOf(schema: JsonSchema): string {
  if (schema['const'] !== undefined) return `\`${JSON.stringify(schema['const'])}\``;
  if (typeof schema['vocabulary'] === 'string') return `one of [${schema['vocabulary']}](#${schema['vocabulary']})`;
  if (typeof schema['format'] === 'string') return schema['format'].replace('-', ' ');
  const branches = schema['anyOf'];
  if (Array.isArray(branches) && schema['type'] === undefined) return (branches as readonly JsonSchema[]).map(formOf).join(', or ');
  switch (schema['type']) {
    case 'array': {
      const items = schema['items'] as JsonSchema;
      if (schema['contains'] !== undefined) return 'text in languages';
      return `list of ${formOf(items)}`;
    }
    case 'object': {
      const needed = new Set((schema['required'] ?? []) as readonly string[]);
      const names = Object.keys((schema['properties'] ?? {}) as object).map((name) => (needed.has(name) ? name : `${name}?`));
      return `{${names.join(', ')}}`;
    }
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'yes or no';
    default:
      return 'line';
  }
}

function typeSection(type: RecordType): readonly string[] {
  const facts = [
    `topic ${type.topic}`,
    `kept ${type.retentionDays} days unless the arrangement says less`,
    `TLP:${type.defaultLabel.tlp} at first${type.defaultLabel.orcon ? ', under originator control' : ''}`,
    ...(type.authorSignature ? ['signed by its author'] : []),
    ...(type.acknowledge === undefined ? [] : [`to be acknowledged within ${type.acknowledge.withinSeconds} s`]),
    ...(type.control === true ? ['made by nodes only'] : []),
    'personal data: none',
  ];
  const clocks = (type.engine?.clocks ?? []).map(({ clock }) => clock);
  return [
    `## ${type.type}`,
    '',
    `${inAll(type.names)}. ${facts.join('; ')}.${clocks.length === 0 ? '' : ` Clocks: ${[...new Set(clocks)].join(', ')}.`}`,
    '',
    '| unit | names | form | |',
    '|---|---|---|---|',
    ...type.units.map(({ name, names, schema, required, twin, twinOf }) => {
      const more = [
        ...(required === true ? ['required'] : []),
        ...(twin === undefined ? [] : [`coarse twin \`${twin.name}\` by ${twin.function}`]),
        ...(twinOf === undefined ? [] : [`coarse twin of \`${twinOf}\``]),
        ...vocabulariesOf(schema)
          .filter((one) => schema['vocabulary'] !== one)
          .map((one) => `[${one}](#${one})`),
      ];
      return `| \`${name}\` | ${inAll(names)} | ${formOf(schema)} | ${more.join('; ')} |`;
    }),
    '',
    ...type.rules.flatMap(({ id, says }) => [`- **${id}** ${inAll(says)}`]),
    ...(type.rules.length > 0 ? [''] : []),
  ];
}

function vocabularySections(): readonly string[] {
  return Object.values(vocabularies).flatMap(({ name, terms }) => [
    `### ${name}`,
    '',
    '| code | English | français | العربية | español | português |',
    '|---|---|---|---|---|---|',
    ...Object.entries(terms).map(
      ([code, { en, fr, ar, es, pt }]) => `| \`${code}\` | ${en} | ${fr} | ${ar} | ${es ?? '–'} | ${pt ?? '–'} |`,
    ),
    '',
    ...Object.entries(terms).flatMap(([code, { caution, local }]) => [
      ...(caution === undefined ? [] : [`- \`${code}\`: ${inAll(caution)}`]),
      ...(local === undefined
        ? []
        : [
            `- \`${code}\` there: ${Object.entries(local)
              .map(([where, word]) => `${where} ${word}`)
              .join(' · ')}`,
          ]),
    ]),
    ...(Object.values(terms).some((term) => term.caution !== undefined || term.local !== undefined) ? [''] : []),
  ]);
}

/** The reference page of the record types and vocabularies. */
export function recordTypesPage(): string {
  const types = Object.values(catalog);
  return [
    '# Record types',
    '',
    'What officers and nodes can say to each other, from the catalogue (`packages/catalog`). This page is written by',
    '`node tools/record-types-doc.ts`; a test holds it equal to the code. Names are English · français · العربية.',
    '',
    `Languages: ${Object.entries(languageStatus)
      .map(([language, { extent, review }]) => `${language} ${extent}, ${review}`)
      .join('; ')}.`,
    'No native practitioner has read the unreviewed ones.',
    '',
    types.map(({ type }) => `[${type}](#${type.toLowerCase()})`).join(' · '),
    '',
    ...types.flatMap(typeSection),
    '## Vocabularies',
    '',
    ...vocabularySections(),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'docs/reference/record-types.md'), recordTypesPage());
}
