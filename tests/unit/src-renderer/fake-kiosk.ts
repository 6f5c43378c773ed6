import { type RequestId, RequestId as RequestIdSchema } from '../../../src-main/contract/shared/ids.ts';
import type { PageMethod } from '../../../src-main/session/contract/kiosk-api.ts';
import type { CallResult, KioskApi } from '../../../src-renderer/api.ts';
import { fetchStaffScreens } from '../../../src-renderer/screens/drawn.tsx';

await fetchStaffScreens();

type Call = { method: PageMethod; params: unknown; answer: (result: CallResult) => Promise<void> };

/** A fake `window.kiosk`. Each call stays open until the test answers it. */
export function createFakeKiosk() {
  const calls: Call[] = [];
  const api: KioskApi = {
    call: (method, params) =>
      new Promise((resolve) => {
        calls.push({
          method,
          params,
          answer: async (result) => {
            // The cast is safe, because the test knows which answer belongs to which method.
            resolve(result as Parameters<typeof resolve>[0]);
            await Promise.resolve();
          },
        });
      }),
    onView: () => () => {},
    onShell: () => () => {},
    onSound: () => () => {},
  };
  let made = 0;
  const newRequestId = (): RequestId => {
    made += 1;
    return RequestIdSchema.parse(`00000000-0000-4000-8000-${String(made).padStart(12, '0')}`);
  };
  return { api, calls, newRequestId };
}

export const succeeded: CallResult = { ok: true, value: null };
