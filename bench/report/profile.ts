import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const ownCode = /\/((?:packages|apps|gateways|bench)\/.*)$/;

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const place = ownCode.exec(url)?.[1] ?? url;
  return `${functionName === '' ? '(anonymous)' : functionName}${place === '' ? '' : ` ${place}:${lineNumber + 1}`}`;
}

/** Milliseconds of each function itself, and of each of our functions with the runtime's own work it asked for (hashing, signing, messages). */
function times(profile: Profile): { readonly self: Map<string, number>; readonly owned: Map<string, number>; readonly busyMs: number } {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const [self, owned] = [new Map<string, number>(), new Map<string, number>()];
  let busyMs = 0;
  for (const [at, id] of profile.samples.entries()) {
    const node = byId.get(id);
    if (node === undefined || node.callFrame.functionName === '(idle)') continue;
    const ms = (profile.timeDeltas[at] ?? 0) / 1000;
    busyMs += ms;
    self.set(nameOf(node), (self.get(nameOf(node)) ?? 0) + ms);
    let owner: ProfileNode | undefined = node;
    while (owner !== undefined && !ownCode.test(owner.callFrame.url)) owner = parents.get(owner.id);
    const name = nameOf(owner ?? node);
    owned.set(name, (owned.get(name) ?? 0) + ms);
  }
  return { self, owned, busyMs };
}

/** The `count` dearest functions of each thread profiled in a folder, as text: alone, and ours with what the runtime did for them. */
export function topFunctions(folder: string, count = 15): string {
  const lines: string[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .sort()) {
    const { self, owned, busyMs } = times(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile);
    const [, , , pid, thread] = file.split('.');
    lines.push(`process ${pid ?? ''} thread ${thread ?? ''}: busy ${busyMs.toFixed(0)} ms`);
    for (const [title, table] of [['alone', self] as const, ['ours, with what the runtime did for it', owned] as const]) {
      lines.push(`  ${title}`);
      const top = [...table].sort(([, a], [, b]) => b - a).slice(0, count);
      for (const [name, ms] of top)
        lines.push(`  ${((ms / busyMs) * 100).toFixed(1).padStart(5)} % ${ms.toFixed(0).padStart(6)} ms  ${name}`);
    }
  }
  return lines.join('\n');
}
