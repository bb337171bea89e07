import type { Declarations } from './declaration.ts';
import { valuesAt } from './path.ts';
import type { Said } from './said.ts';

/** Subjects and records that a record speaks about: its own subject, what it `concerns`, and the ids at the paths its type declares. */
export function mentionsOf(said: Said, declarations: Declarations): readonly string[] {
  const found = new Set<string>([said.subject]);
  for (const { rel, id } of said.refs) if (rel === 'concerns') found.add(id);
  for (const path of declarations.get(said.type)?.mentions ?? [])
    for (const value of valuesAt(path, said.fields)) if (typeof value === 'string') found.add(value);
  return [...found];
}
