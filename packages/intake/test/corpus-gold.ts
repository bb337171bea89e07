import type { Expectation } from './expectation.ts';

/**
 * What the corpus's twins say a reader finds, in codes of the vocabulary. Promises stand as the words by which one finds them in the text;
 * the twins do not tell commitments from intentions, so they are counted together. `only` names the kinds that the twin speaks of.
 */
export interface CorpusGold {
  readonly file: string;
  /** Not run while the rules were written. */
  readonly heldOut: boolean;
  readonly expect: Omit<Expectation, 'commitments' | 'intentions'>;
  readonly promises: readonly string[];
  /** Whether the twin lists organisations. */
  readonly organisations: boolean;
}

export const corpusGold: readonly CorpusGold[] = [
  {
    file: 'founding.fr',
    heldOut: false,
    organisations: true,
    expect: {
      meetings: [
        { date: null, place: 'rabat', offices: ['director-general/police/ma', 'senior-adviser/-/gb'] },
        { date: null, place: null, offices: ['delegate-minister/defence/ma', 'senior-adviser/-/gb'] },
      ],
      themes: [
        'interoperability',
        'exchange-of-expertise',
        'organised-crime',
        'major-events',
        'technical-partnership',
        'trafficking-in-persons',
        'irregular-migration',
      ],
      events: ['interpol-assembly 2025', 'africa-cup 2025', 'world-cup ?20230'],
      organisations: ['dgsn', 'dgst', 'far', 'adn', 'interpol'],
      flags: ['year-suspicious'],
    },
    promises: ['renforcer leur partenariat', 'élargir les domaines', 'éventuelle coordination', 'approfondir la coopération militaire'],
  },
  {
    file: 'ar-01-rabat-2025-01-15',
    heldOut: false,
    organisations: false,
    expect: {
      meetings: [{ date: null, place: 'rabat', offices: ['director-general/police/ma', 'commissioner-general/intelligence/es'] }],
      themes: ['counter-terrorism', 'violent-extremism', 'major-events', 'intelligence-cooperation'],
      events: ['world-cup 2030'],
    },
    promises: ['الرفع من مستوى'],
  },
  {
    file: 'en-02-berlin-2016-09-22',
    heldOut: false,
    organisations: false,
    expect: {
      meetings: [{ date: '2016-09-22', place: 'berlin', offices: ['minister/interior/gb', 'minister/interior/de'] }],
      themes: [
        'counter-terrorism',
        'violent-extremism',
        'firearms',
        'maritime-security',
        'aviation-security',
        'information-exchange',
        'migration-management',
      ],
    },
    promises: ['share more information', 'cooperate more', 'back tighter rules', 'go on countering', 'put information sharing'],
  },
  {
    file: 'es-02-rabat-2013-02-26',
    heldOut: false,
    organisations: true,
    expect: {
      meetings: [
        {
          date: null,
          place: 'rabat',
          offices: [
            'secretary-of-state/security/es',
            'delegate-minister/interior/ma',
            'director-general/police/-',
            'director-general/gendarmerie/es',
            'director-general/international-relations/-',
            'deputy-director-general/police/es',
            'deputy-director-general/gendarmerie/es',
          ],
        },
      ],
      themes: ['organised-crime', 'counter-terrorism', 'narcotics', 'irregular-migration'],
      organisations: ['gendarmerie-royale', 'guardia-civil', 'dgsn', 'policia-nacional'],
    },
    promises: ['reforzar las medidas'],
  },
  {
    file: 'ar-02-jeddah-saudi-iraq',
    heldOut: true,
    organisations: false,
    expect: {
      meetings: [
        {
          date: null,
          place: 'jeddah',
          offices: [
            'minister/interior/sa',
            'minister/interior/iq',
            'assistant-minister/interior/sa',
            'director/police/sa',
            'director-general/-/sa',
          ],
        },
      ],
      themes: ['exchange-of-expertise', 'organised-crime', 'counter-terrorism', 'judicial-cooperation'],
    },
    promises: [],
  },
  {
    file: 'en-03-islamabad-2004-09-03',
    heldOut: true,
    organisations: false,
    expect: {
      meetings: [
        {
          date: '2004-09-02',
          end: '2004-09-03',
          place: 'islamabad',
          offices: ['secretary/interior/-', 'coordinator/counter-terrorism/-', 'assistant-secretary/-/us', 'deputy-attorney/justice/us'],
        },
        { status: 'planned', date: '2005', place: 'washington', offices: [] },
      ],
      themes: ['law-enforcement', 'narcotics', 'counter-terrorism', 'judicial-cooperation', 'trafficking-in-persons', 'training'],
    },
    promises: ['meet again'],
  },
  {
    file: 'fr-01-madrid-2025-02-10',
    heldOut: true,
    organisations: false,
    expect: {
      meetings: [{ date: '2025-02-10', place: 'madrid', offices: ['minister/interior/ma', 'minister/interior/es'] }],
      themes: [
        'counter-terrorism',
        'organised-crime',
        'information-exchange',
        'major-events',
        'migrant-smuggling',
        'trafficking-in-persons',
        'migration-management',
      ],
      events: ['world-cup 2030'],
    },
    promises: ['pour anticiper', 'mieux coordonner', 'échanger plus'],
  },
  {
    file: 'fr-03-rabat-2020-02-06-defense',
    heldOut: true,
    organisations: false,
    expect: {
      meetings: [
        {
          date: '2020-02-06',
          place: 'rabat',
          offices: [
            'minister/defence/fr',
            'inspector-general/defence/ma',
            'head/-/-',
            'inspector/air-force/ma',
            'ambassador/-/fr',
            'attache/defence/-',
          ],
        },
      ],
      themes: ['military-cooperation', 'training', 'joint-exercises', 'technical-partnership'],
    },
    promises: ['approfondir'],
  },
  {
    file: 'pt-01-rabat-2013-01-25-g4',
    heldOut: true,
    organisations: false,
    expect: {
      meetings: [
        {
          date: '2013-01-25',
          place: 'rabat',
          offices: ['minister/interior/ma', 'minister/interior/fr', 'minister/interior/es', 'minister/interior/pt'],
        },
      ],
      themes: [
        'organised-crime',
        'narcotics',
        'trafficking-in-persons',
        'counter-terrorism',
        'terrorist-financing',
        'border-management',
        'migration-management',
      ],
    },
    promises: ['pôr os seus', 'trocar mais', 'usar, quando'],
  },
];
