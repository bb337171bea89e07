import { readFileSync } from 'node:fs';
import type { AgencyId, PartyId } from '@wasl/record';
import { runDemoCeremony } from '@wasl/server';

const arrangement = new URL('../../examples/arrangements/major-events.json', import.meta.url);

/** Homes of ma.police and gb.police under `folder`, joined by the real ceremony. */
export async function makeHomes(folder: string, ports: { readonly ma: number; readonly gb: number }): Promise<void> {
  const party = (name: string, exchangePort: number) => ({
    party: name as PartyId,
    agencies: [
      { agency: `${name}.police` as AgencyId, function: 'police' as const, desks: ['ops', 'nfip', 'oversight'], apiPort: 0, exchangePort },
    ],
  });
  await runDemoCeremony({
    folder,
    host: '127.0.0.1',
    agreements: [readFileSync(arrangement, 'utf8')],
    parties: [party('ma', ports.ma), party('gb', ports.gb)],
    say: () => undefined,
  });
}
