#!/usr/bin/env node
import { runOnNode24 } from './node24.mjs';

await runOnNode24(new URL('./leak.ts', import.meta.url));
