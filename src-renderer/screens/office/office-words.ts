import { useTechnicianWords } from '../../speaking.ts';
import { writtenOffice } from './written-office.ts';

export const useOfficeWords = () => writtenOffice(useTechnicianWords());
