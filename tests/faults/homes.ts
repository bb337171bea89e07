import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgencyId, PartyId } from '@wasl/record';
import { NodeHome, runDemoCeremony } from '@wasl/server';

/** Homes of ma.police and gb.police under `folder`, joined under arrangements of `examples` by the real ceremony; APIs take any free port. */
export async function prepareHomes(
  folder: string,
  ports: { readonly ma: number; readonly gb: number },
  arrangements: readonly string[] = ['major-events'],
): Promise<{ readonly ma: NodeHome; readonly gb: NodeHome }> {
  const party = (name: string, exchangePort: number) => ({
    party: name as PartyId,
    agencies: [
      { agency: `${name}.police` as AgencyId, function: 'police' as const, desks: ['ops', 'nfip', 'oversight'], apiPort: 0, exchangePort },
    ],
  });
  await runDemoCeremony({
    folder,
    host: '127.0.0.1',
    agreements: arrangements.map((name) => readFileSync(new URL(`../../examples/arrangements/${name}.json`, import.meta.url), 'utf8')),
    parties: [party('ma', ports.ma), party('gb', ports.gb)],
    say: () => undefined,
  });
  return { ma: new NodeHome(join(folder, 'ma.police')), gb: new NodeHome(join(folder, 'gb.police')) };
}

/** The partner `agency` of a home is reached on another port of loopback from now on. */
export async function moveExchange(home: NodeHome, agency: string, port: number): Promise<void> {
  for (const partner of await home.partners())
    if (partner.agency === agency) await home.savePartner({ ...partner, exchange: `127.0.0.1:${port}` });
}
