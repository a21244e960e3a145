import { engines } from '../host.ts';
import { openHost } from './open-host.ts';

export const { engineNames, request, createTestApp } = openHost(engines);
