import { controlTypes } from '@wasl/agreement';
import type { ReleaseLine } from '@wasl/log';
import type { NodeCore } from '../core.ts';
import { controlTopic } from '../logs/channel.ts';
import type { LeafContext } from './check-leaf.ts';
import type { RemoteLog } from './remote-logs.ts';

/** The rules by which leaves of this log are judged, looked up once a batch. */
export function leafContext(core: NodeCore, log: RemoteLog): LeafContext {
  const { catalog, crypto, directory } = core.options;
  const { issuer, mode, topic } = log.descriptor;
  const control = topic === controlTopic;
  const active = core.agreements.byId(log.agreement);
  const types = control || active === undefined ? controlTypes : new Set([...core.agreements.typesOf(active, topic), ...controlTypes]);
  const keys = directory.agency(issuer);
  const nowText = core.nowText();
  return {
    issuer,
    mode,
    types,
    control,
    crypto,
    terms: (line, type) => (controlTypes.has(type) ? undefined : termsFault(core, log, { line, type, nowText })),
    signatureNeeded: (type) => catalog[type]?.authorSignature === true,
    twins: (type) => core.twins(type),
    files: (type) => new Map((catalog[type]?.units ?? []).filter((unit) => unit.attachments === true).map((unit) => [unit.name, unit])),
    authorKey: (desk) => keys?.author(desk),
  };
}

function termsFault(
  core: NodeCore,
  log: RemoteLog,
  of: { readonly line: ReleaseLine; readonly type: string; readonly nowText: string },
): { readonly code: string; readonly message: string } | undefined {
  const { line, type } = of;
  const version = core.agreements.byDigest(line.agreement);
  if (version === undefined || version.agreement.id !== log.agreement) {
    return { code: 'leaf-agreement', message: `the release names an arrangement version that is not one of ${log.agreement}` };
  }
  const { agreement } = version;
  const clauses = [...agreement.permits, ...agreement.emergency];
  for (const id of line.clause) {
    const clause = clauses.find((candidate) => candidate.id === id);
    if (clause === undefined) return { code: 'leaf-terms', message: `clause ${id} does not stand in the arrangement` };
    const fits =
      covers(clause.types, type) &&
      covers(clause.purposes, line.purpose) &&
      covers(clause.from, log.descriptor.issuer) &&
      covers(clause.to, core.agency);
    if (!fits)
      return { code: 'leaf-terms', message: `clause ${id} does not let ${type} go from ${log.descriptor.issuer} for ${line.purpose}` };
  }
  if (line.clause.length === 0) return { code: 'leaf-terms', message: 'the release names no clause' };
  if (line.until > agreement.sunset) return { code: 'leaf-terms', message: `released until ${line.until}, after the arrangement ends` };
  return undefined;
}

function covers(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
