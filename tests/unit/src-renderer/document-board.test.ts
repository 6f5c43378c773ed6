import { describe, expect, it } from 'vitest';
import { boardsOf, hiddenForm, kindOf, readBoard } from '../../../src-renderer/document-board.ts';

describe('the keypads of an office', () => {
  it('share one place for DNI and NIE, which have the same digits', () => {
    expect(boardsOf(['dni', 'nie', 'passport', 'nif'])).toEqual(['dni-nie', 'passport', 'nif']);
    expect(boardsOf(['passport', 'nie', 'dni'])).toEqual(['passport', 'dni-nie']);
    expect(boardsOf(['nie'])).toEqual(['nie']);
  });
});

describe('a number on the keypad of digits', () => {
  it('gets its letter once it is whole, as in the published samples', () => {
    expect(readBoard('dni-nie', '1234567')).toMatchObject({ whole: null, letter: null });
    expect(readBoard('dni-nie', '12345678')).toEqual({ whole: '12345678Z', letter: 'Z', lit: '', state: 'typing' });
    expect(readBoard('dni-nie', 'X1234567')).toMatchObject({ whole: 'X1234567L', letter: 'L' });
    expect(readBoard('nie', 'Z0000000')).toMatchObject({ whole: 'Z0000000M' });
  });

  it('begins with a letter or with none, as its document requires', () => {
    expect(readBoard('dni-nie', '').lit).toBe('0123456789XYZ');
    expect(readBoard('dni-nie', '1').lit).toBe('0123456789');
    expect(readBoard('dni', '').lit).toBe('0123456789');
    expect(readBoard('nie', '').lit).toBe('XYZ');
  });

  it('tells how to begin an old DNI, which has fewer digits', () => {
    expect(readBoard('dni-nie', '1234').state).toBe('typing');
    expect(readBoard('dni-nie', '12345').state).toBe('few-digits');
    expect(readBoard('dni-nie', 'X12345').state).toBe('typing');
  });

  it('is of the document that its first character indicates', () => {
    expect(kindOf('dni-nie', '12345678Z')).toBe('dni');
    expect(kindOf('dni-nie', 'X1234567L')).toBe('nie');
    expect(kindOf('nif', 'A58818501')).toBe('nif');
  });
});

describe('a number on the keypad of letters', () => {
  it('enables only the keys that may follow', () => {
    expect(readBoard('nif', '').lit).not.toContain('I');
    expect(readBoard('nif', 'A').lit).toBe('0123456789');
  });

  it('is not complete with a wrong control character', () => {
    expect(readBoard('nif', 'A58818501')).toMatchObject({ whole: 'A58818501', state: 'typing' });
    expect(readBoard('nif', 'A58818502')).toMatchObject({ whole: null, state: 'wrong', lit: '' });
  });

  it('accepts a passport as it is', () => {
    expect(readBoard('passport', 'ABC1').whole).toBeNull();
    expect(readBoard('passport', 'ABC123456').whole).toBe('ABC123456');
  });
});

describe('a hidden number', () => {
  it('shows the digits that the AEPD allows of a whole number, and nothing of an incomplete one', () => {
    expect(hiddenForm('dni-nie', '12345678', '12345678Z')).toBe('•••4567•');
    expect(hiddenForm('dni-nie', 'X1234567', 'X1234567L')).toBe('••••4567');
    expect(hiddenForm('passport', 'ABC123456', 'ABC123456')).toBe('•••••3456');
    expect(hiddenForm('dni-nie', '12345', null)).toBe('•••••');
  });
});
