import { Actions, Button } from '../components/button.tsx';
import { Inside } from '../components/frames.tsx';
import { SizeRow } from '../components/size-row.tsx';
import { SwitchRow } from '../components/switch-row.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps } from './screen-props.ts';

export function AccessScreen({ state }: ScreenProps<'access'>) {
  const { t } = useWords();
  const session = useSession();
  const { access, attention, speech } = state;
  const { mode, speed, volume, curtain } = speech;
  return (
    <Inside state={state} title={t('access.title')} lead={<p class="lead">{t('access.lead')}</p>}>
      <ul class="rows" aria-label={t('access.title')} data-count={mode === 'private' ? 6 : 5}>
        <SizeRow size={access.textSize} onTouch={(textSize) => session.setAccess({ ...access, textSize })} />
        <SwitchRow
          pictogram="contrast"
          name={t('access.highContrast')}
          on={access.contrast === 'high'}
          onTouch={() => session.setAccess({ ...access, contrast: access.contrast === 'high' ? 'normal' : 'high' })}
        />
        <SwitchRow
          pictogram="lower"
          name={t('access.reach')}
          on={access.reach}
          onTouch={() => session.setAccess({ ...access, reach: !access.reach })}
        />
        <SwitchRow
          pictogram="hands"
          name={t('access.preferential')}
          subtitle={t('access.noReason')}
          on={attention.preferential}
          onTouch={() => session.setAttention({ ...attention, preferential: !attention.preferential })}
        />
        <SwitchRow
          pictogram="wave"
          name={t('access.comeAndFetch')}
          subtitle={t('access.cannotFollow')}
          on={attention.comeAndFetch}
          onTouch={() => session.setAttention({ ...attention, comeAndFetch: !attention.comeAndFetch })}
        />
        {mode === 'private' && (
          <SwitchRow
            pictogram="hide"
            name={t('access.curtain')}
            subtitle={t('access.curtainWhat')}
            on={curtain}
            onTouch={() => session.setSpeech({ mode, speed, volume, curtain: !curtain })}
          />
        )}
      </ul>
      <Actions>
        <Button kind="primary" pictogram="check" text={t('access.close')} onTouch={session.back} />
      </Actions>
    </Inside>
  );
}
