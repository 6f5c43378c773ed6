import type { CoreMethod, ParamsOf } from '../../src-main/session/contract/kiosk-api.ts';
import type { DeviceProof } from '../../src-main/technician/contract/devices.ts';
import type { CoreInProcess } from './core-in-process.ts';

export const TECHNICIAN_PIN = '508263';

/** A technician at the screen. Each touch carries the stamp of the shown page. */
export function technicianAt(core: CoreInProcess) {
  const stamp = () => {
    const { sessionId, stateNo } = core.view();
    return { sessionId, stateNo };
  };
  const touch = <M extends CoreMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) =>
    core.call(method, { stamp: stamp(), ...params } as ParamsOf<M>);
  const does = <M extends CoreMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>): void => {
    const done = touch(method, params);
    if (!done.ok) throw new Error(`${method}: ${done.error.kind}`);
  };
  const page = () => {
    const { view } = core.view();
    if (view.screen !== 'technician-devices') throw new Error(view.screen);
    return view;
  };
  const sees = (screen: string) => core.until(() => core.view().view.screen === screen);
  const proof = <Of extends DeviceProof['of']>(of: Of) => {
    const shown = page().proof;
    if (shown?.of !== of) throw new Error(`no proof of a ${of}`);
    return shown as Extract<DeviceProof, { of: Of }>;
  };
  return {
    touch,
    does,
    sees,
    page,
    proof,
    async enterStatus() {
      does('openTechnician', {});
      await this.choosePin();
    },
    async choosePin() {
      does('setPin', { pin: TECHNICIAN_PIN });
      await core.until(() => {
        const { view } = core.view();
        return view.screen === 'technician-pin' && view.step === 'repeat';
      });
      does('setPin', { pin: TECHNICIAN_PIN });
      await sees('technician');
    },
    async enter() {
      await this.enterStatus();
      does('showPage', { page: 'technician-devices' });
      await sees('technician-devices');
      does('listDevices', { network: false });
    },
    async finds(where: string) {
      await core.until(() => page().found.some((device) => device.where === where));
      const found = page().found.find((device) => device.where === where);
      if (found === undefined) throw new Error(where);
      return found;
    },
    stage: (stage: string) => core.until(() => page().proof?.stage === stage),
    answer: (answer: ParamsOf<'answerProof'>['answer']) =>
      touch('answerProof', { proofNo: proof('printer').proofNo, answer }),
  };
}
