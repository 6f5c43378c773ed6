import type { ComponentChildren } from 'preact';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';

type ExplainedProps = { state: ViewState; title: string; onBack: () => void; children: ComponentChildren };

/** An explanation for which a keypad's screen has no room in large type. The typed input is kept while the explanation is shown. */
export function Explained({ state, title, onBack, children }: ExplainedProps) {
  const { t } = useWords();
  return (
    <Inside key="explained" state={state} title={title}>
      <div class="explained" data-part>
        {children}
      </div>
      <Actions>
        <Button kind="primary" pictogram="back" text={t('keys.typing')} onTouch={onBack} />
      </Actions>
    </Inside>
  );
}
