import { setAppearance, shells, views } from '../../../../src-central/pages/preview/no-core.ts';
import type { Subject } from '../../page/show.ts';

Object.assign(window, {
  stub: {
    useAppearance: setAppearance,
    showView: (state: Subject['state']) => {
      for (const listener of views) listener(state);
    },
    showShell: (screen: NonNullable<Subject['shell']>) => {
      for (const listener of shells) listener(screen);
    },
  },
});
