import { fail } from './codes.ts';
import { maxReleaseLineLength } from './release-line.ts';

/** Largest leaf in bytes: entry bundles carry a 16-bit length (C2SP tlog-tiles, Log entries). */
export const maxLeafBytes = 65_535;

/** A leaf taken apart, neither part read yet. */
export interface LeafParts {
  readonly releaseLine: string;
  readonly entry: string;
}

/** Release line ‖ LF ‖ entry (LG2). Throws `log-leaf-malformed` for a line feed in the release line or more than 65 535 bytes. */
export function leafText(releaseLine: string, entryText: string): string {
  if (releaseLine.includes('\n')) throw fail('log-leaf-malformed', 'release line holds a line feed');
  const leaf = `${releaseLine}\n${entryText}`;
  checkLength(leaf);
  return leaf;
}

/** Splits a leaf at its first line feed. Throws `log-leaf-malformed`; leaf 0 is a descriptor and has no line feed, so that it is refused here. */
export function splitLeaf(leaf: string): LeafParts {
  checkLength(leaf);
  const end = leaf.indexOf('\n');
  if (end < 1 || end > maxReleaseLineLength || end === leaf.length - 1) {
    throw fail('log-leaf-malformed', 'leaf is not a release line, a line feed and an entry');
  }
  return { releaseLine: leaf.slice(0, end), entry: leaf.slice(end + 1) };
}

function checkLength(leaf: string): void {
  // Three bytes bound the UTF-8 of one UTF-16 unit: most leaves need no exact count.
  if (leaf.length * 3 <= maxLeafBytes) return;
  const bytes = leaf.length > maxLeafBytes ? leaf.length : new TextEncoder().encode(leaf).length;
  if (bytes > maxLeafBytes) throw fail('log-leaf-malformed', `leaf of ${bytes} bytes or more, wanted at most ${maxLeafBytes}`);
}
