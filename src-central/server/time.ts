import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from './server.ts';

export function registerTime(server: OperationsRegistrar, { clock }: Centre): void {
  server.registerOperation('readTime', async ({ query: { nonce } }) =>
    succeed({ body: { time: instantOf(clock.nowMs()), nonce } }),
  );
}
