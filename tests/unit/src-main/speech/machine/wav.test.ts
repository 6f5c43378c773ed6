import { expect, test } from 'vitest';
import { createWavReader } from '../../../../../src-main/speech/machine/wav.ts';
import { must } from '../../../../support/must.ts';

interface Format {
  codec?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  /** The length of the sound in the header, which a program that writes into a pipe does not know. */
  dataBytes?: number;
}

const LIST = Buffer.from('LIST\x05\0\0\0INFOx\0', 'latin1');

function wav(
  samples: number[],
  { codec = 1, channels = 1, rate = 22_050, bits = 16, dataBytes = 2 ** 31 }: Format = {},
): Buffer {
  const header = Buffer.alloc(36);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(0xffff_ffff, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(codec, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt16LE(bits, 34);
  const data = Buffer.alloc(8);
  data.write('data', 0, 'latin1');
  data.writeUInt32LE(dataBytes, 4);
  return Buffer.concat([header, LIST, data, Buffer.from(Int16Array.from(samples).buffer)]);
}

test('the sound is the same however its bytes come', () => {
  const samples = [0, 1, -1, 32_767, -32_768];
  const bytes = wav(samples);
  for (let cut = 1; cut <= bytes.length; cut += 1) {
    const reader = createWavReader();
    const heard: number[] = [];
    for (let at = 0; at < bytes.length; at += cut) {
      const read = must(reader.push(bytes.subarray(at, at + cut)));
      if (read === null) continue;
      expect(read.sampleRate).toBe(22_050);
      const pcm = Buffer.from(read.pcm);
      for (let sample = 0; sample < pcm.length; sample += 2) heard.push(pcm.readInt16LE(sample));
    }
    expect(heard).toEqual(samples);
  }
});

test.each([
  ['two channels', wav([1], { channels: 2 })],
  ['8 bits', wav([1], { bits: 8 })],
  ['another codec', wav([1], { codec: 85 })],
  ['a rate that no voice has', wav([1], { rate: 192_000 })],
  ['text', Buffer.from('Segmentation fault\n')],
  ['a header without end', Buffer.concat([Buffer.from('RIFF....WAVEjunk\xff\xff\0\0', 'latin1'), Buffer.alloc(9_000)])],
])('%s is not accepted as sound', (_, bytes) => expect(createWavReader().push(bytes)).toMatchObject({ ok: false }));

test.each([
  ['half of what it says', 8, true],
  ['all that it says', 4, false],
  ['an unknown length', 0x7fff_ffff, false],
  ['a length of 0', 0, false],
])('with %s, the reader knows whether the sound was cut off', (_, dataBytes, isCut) => {
  const reader = createWavReader();
  reader.push(wav([1, 2], { dataBytes }));
  expect(reader.isCut()).toBe(isCut);
});
