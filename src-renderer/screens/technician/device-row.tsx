import type { ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import type { DevicesView } from '../../../src-main/technician/contract/devices.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { pictogramOf } from './device-order.ts';
import { TechnicianButton } from './technician-button.tsx';

type DeviceRole = ParamsOf<'proveDevice'>['role'];
type Device = DevicesView['found'][number];

type DeviceRowProps = { device: Device; roles: readonly DeviceRole[]; onProve: (role: DeviceRole) => void };

export function DeviceRow({ device: { kind, name, where, usedAs }, roles, onProve }: DeviceRowProps) {
  const { t } = useTechnicianWords();
  return (
    <li class="part device" data-level={usedAs === null ? 'attention' : 'good'}>
      <span class="part-level">
        <Pictogram name={pictogramOf({ kind, usedAs })} />
        <span>{t(`devices.kind.${kind}`)}</span>
      </span>
      <span class="part-body">
        <strong class="part-name">{name ?? where}</strong>
        <span class="part-figure">{name === null ? '' : where}</span>
        <span class="part-says">{t(`devices.usedAs.${usedAs ?? 'none'}`)}</span>
      </span>
      <span class="device-actions">
        {roles.includes('printer') && (
          <TechnicianButton pictogram="printer" text={t('devices.do.printer')} onTouch={() => onProve('printer')} />
        )}
        {kind === 'serial' && roles.includes('scanner') && (
          <TechnicianButton pictogram="reader" text={t('devices.do.scanner')} onTouch={() => onProve('scanner')} />
        )}
      </span>
    </li>
  );
}
