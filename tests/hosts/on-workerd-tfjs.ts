import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import absum from '../../dist/absum.wasm';
import { createTfjsEngine } from '../../src/engines/tfjs/engine.ts';
import { openHost } from './open-host.ts';

/** With tfjs alone, so that every suite runs by it too. */
export const { engineNames, request, createTestApp } = openHost([createTfjsEngine({ absum, tfjs })]);
