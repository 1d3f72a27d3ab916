import type en from './en';

const de: typeof en = {
  title: 'Start',
  figures: 'Zahlen',
  users: 'Benutzer',
  collections: 'Sammlungen',
  records: 'Datensätze',
  calls: 'Aufrufe in 24 Stunden',
  attention: 'Braucht Aufmerksamkeit',
  nothing: 'Nichts: keine gescheiterten Aufträge, und nichts, was jeder ohne Konto lesen oder ändern darf.',
  failedJobs: '{n} Auftrag ist endgültig gescheitert | {n} Aufträge sind endgültig gescheitert',
  public: 'Jeder darf bei Datensätzen von {name}: {actions}',
  functions: 'Funktionen in den letzten 24 Stunden',
  function: 'Funktion',
  errorRate: 'Fehler',
  api: 'API-Referenz',
};

export default de;
