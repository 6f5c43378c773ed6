import { useContext } from 'preact/hooks';
import type { AccessSettings } from '../../../src-main/session/contract/view-state.ts';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { spacingOf } from '../../fitting/sizes.ts';
import { useWords } from '../../speaking.ts';
import { Standing } from '../../standing.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { SizeRow } from './size-row.tsx';
import { SwitchRow } from './switch-row.tsx';

export function AccessScreen({ state }: ScreenProps<'access'>) {
  const { t } = useWords();
  const session = useSession();
  const { access, attention, speech } = state;
  const { mode, speed, volume, curtain, aloud } = speech;
  return (
    <Inside state={state} title={t('access.title')} lead={<p class="lead">{t('access.lead')}</p>}>
      <ul class="rows" aria-label={t('access.title')} data-count={mode === 'private' ? 8 : 7}>
        <SeenRows access={access} />
        <SwitchRow
          pictogram="hands"
          name={t('access.preferential')}
          subtitle={t('access.noReason')}
          on={attention.preferential}
          onTouch={() => session.setAttention({ attention: { ...attention, preferential: !attention.preferential } })}
        />
        <SwitchRow
          pictogram="wave"
          name={t('access.comeAndFetch')}
          subtitle={t('access.cannotFollow')}
          on={attention.comeAndFetch}
          onTouch={() => session.setAttention({ attention: { ...attention, comeAndFetch: !attention.comeAndFetch } })}
        />
        {mode === 'private' && (
          <SwitchRow
            pictogram="hide"
            name={t('access.curtain')}
            subtitle={t('access.curtainWhat')}
            on={curtain}
            onTouch={() => session.setSpeech({ speech: { mode, speed, volume, curtain: !curtain } })}
          />
        )}
      </ul>
      <Actions>
        {aloud && (
          <Button
            kind="secondary"
            pictogram="speaker"
            text={t('access.readAloud')}
            onTouch={() => {
              session.readAloud();
              void session.back();
            }}
          />
        )}
        <Button kind="primary" pictogram="check" text={t('access.close')} onTouch={session.back} />
      </Actions>
    </Inside>
  );
}

function SeenRows({ access }: { access: AccessSettings }) {
  const { t } = useWords();
  const { setAccess } = useSession();
  const { textSize, contrast, spacing, brightness, reach } = access;
  const { appearance } = useContext(Standing);
  const hasRoom = spacingOf({ textSize, spacing: 'wide' }) === 'wide';
  const isDark = appearance?.shade === 'dark';
  return (
    <>
      <SizeRow size={textSize} onTouch={(next) => setAccess({ access: { ...access, textSize: next } })} />
      <SwitchRow
        pictogram="apart"
        name={t('access.spacing')}
        bySize={hasRoom ? null : t('access.withSmallerType')}
        on={spacing === 'wide'}
        onTouch={() => setAccess({ access: { ...access, spacing: spacing === 'wide' ? 'usual' : 'wide' } })}
      />
      <SwitchRow
        pictogram="contrast"
        name={t('access.highContrast')}
        on={contrast === 'high'}
        onTouch={() => setAccess({ access: { ...access, contrast: contrast === 'high' ? 'normal' : 'high' } })}
      />
      <SwitchRow
        pictogram={isDark ? 'brighter' : 'dimmer'}
        name={t(isDark ? 'access.brighter' : 'access.dimmer')}
        on={brightness === 'other'}
        onTouch={() => setAccess({ access: { ...access, brightness: brightness === 'other' ? 'usual' : 'other' } })}
      />
      <SwitchRow
        pictogram="lower"
        name={t('access.reach')}
        on={reach}
        onTouch={() => setAccess({ access: { ...access, reach: !reach } })}
      />
    </>
  );
}
