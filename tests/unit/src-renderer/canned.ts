import type { ViewState, Warning } from '../../../src-main/session/contract/view-state.ts';
import type { Language } from '../../screenshots/canned-services.ts';
import { screensIn, stateOf } from '../../screenshots/canned-states.ts';

export const USUAL_WARNING: Warning = {
  endsInSeconds: 18,
  ofSeconds: 20,
  extensionsLeft: 10,
  about: 'choices',
  numberStands: false,
  chimePercent: 50,
};

export function canned(name: string, changes: Partial<ViewState> = {}, language: Language = 'ca'): ViewState {
  const screen = screensIn(language)[name];
  if (screen === undefined) throw new Error(`no canned screen ${name}`);
  return stateOf(screen, language, changes);
}
