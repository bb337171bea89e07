#!/usr/bin/env node
import { runOnNode24 } from '../../../tools/node24.mjs';

runOnNode24(new URL('../src/main.ts', import.meta.url));
