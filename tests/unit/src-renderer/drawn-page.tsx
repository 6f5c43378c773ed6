import { render } from 'preact';
import { act } from 'preact/test-utils';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { App } from '../../../src-renderer/app.tsx';
import { createSession } from '../../../src-renderer/session.ts';
import { createRendererStore, showView } from '../../../src-renderer/store.ts';
import { createFakeKiosk } from './fake-kiosk.ts';

/** The kiosk's page in this document, until `clearPage`. */
export function drawPage() {
  const kiosk = createFakeKiosk();
  const store = createRendererStore();
  const session = createSession(kiosk.api, store, kiosk.newRequestId);
  act(() => render(<App store={store} session={session} />, document.body));
  return { kiosk, store, show: (state: ViewState) => act(() => showView(store, state)) };
}

export const clearPage = () => act(() => render(null, document.body));
