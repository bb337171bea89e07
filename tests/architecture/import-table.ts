/** Who may import whom (DESIGN §13): `ours` are workspaces, `node` says whether Node's own modules may be used by non-test sources. */
export interface ImportRow {
  readonly ours: readonly string[];
  readonly node: boolean;
  /** Files that may use Node all the same: the thin shells of a pure package. */
  readonly shells?: readonly RegExp[];
}

const core = ['@wasl/record', '@wasl/log'];
const inner = [...core, '@wasl/engine', '@wasl/agreement', '@wasl/catalog', '@wasl/node'];
const outer = [...inner, '@wasl/store', '@wasl/identity', '@wasl/exchange'];

export const importTable: Readonly<Record<string, ImportRow>> = {
  '@wasl/record': { ours: [], node: false },
  '@wasl/log': { ours: ['@wasl/record'], node: false },
  '@wasl/agreement': { ours: core, node: false, shells: [/src\/prove\/(prove|run-child|child|solve)\.ts$/, /src\/diff\/[^/]*\.ts$/] },
  '@wasl/engine': { ours: ['@wasl/record'], node: false },
  '@wasl/catalog': { ours: ['@wasl/record', '@wasl/agreement', '@wasl/engine'], node: false },
  '@wasl/intake': { ours: ['@wasl/record', '@wasl/catalog'], node: false },
  '@wasl/register': { ours: ['@wasl/record', '@wasl/engine', '@wasl/catalog'], node: false },
  '@wasl/node': { ours: [...core, '@wasl/engine', '@wasl/agreement', '@wasl/catalog'], node: false },
  '@wasl/store': { ours: [...core, '@wasl/node'], node: true },
  '@wasl/identity': { ours: [...core, '@wasl/agreement', '@wasl/node'], node: true },
  '@wasl/exchange': { ours: [...core, '@wasl/node'], node: true },
  '@wasl/contract': { ours: ['@wasl/record', '@wasl/engine', '@wasl/register'], node: false },
  '@wasl/api': { ours: [...inner, '@wasl/contract', '@wasl/identity', '@wasl/intake', '@wasl/register'], node: true },
  '@wasl/notify': { ours: ['@wasl/record'], node: true },
  '@wasl/testkit': { ours: [...outer, '@wasl/contract', '@wasl/api', '@wasl/gateway-kit'], node: true },
  '@wasl/gateway-kit': { ours: ['@wasl/record', '@wasl/node'], node: false },
  '@wasl/gateway-cap': { ours: ['@wasl/record', '@wasl/node', '@wasl/catalog', '@wasl/gateway-kit'], node: false },
  '@wasl/server': {
    ours: [...outer, '@wasl/notify', '@wasl/contract', '@wasl/api', '@wasl/gateway-kit', '@wasl/gateway-cap', '@wasl/intake'],
    node: true,
  },
  '@wasl/cli': { ours: [...outer, '@wasl/contract', '@wasl/server', '@wasl/intake'], node: true },
  '@wasl/console': { ours: ['@wasl/contract', '@wasl/record', '@wasl/log'], node: false },
};
