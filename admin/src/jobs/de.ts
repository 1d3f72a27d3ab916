import type en from './en';

const de: typeof en = {
  status: { queued: 'Wartet', running: 'Läuft', succeeded: 'Erfolgreich', failed: 'Fehlgeschlagen', cancelled: 'Abgebrochen', skipped: 'Ausgelassen' },
  columns: { status: 'Status', function: 'Funktion', started: 'Begonnen', duration: 'Dauer', error: 'Fehler' },
  input: 'Eingabe',
  inputLater: 'Wählen Sie eine Funktion, um ihre Eingabe auszufüllen.',
  noInput: 'Die Funktion nimmt keine Eingabe.',
};

export default de;
