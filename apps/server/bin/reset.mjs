#!/usr/bin/env node
import { runOnNode24 } from '../../../tools/node24.mjs';

await runOnNode24(new URL('../src/demo/reset.ts', import.meta.url));
