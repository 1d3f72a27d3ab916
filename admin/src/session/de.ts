import type en from './en';

const de: typeof en = {
  ended: 'Ihre Sitzung ist abgelaufen',
  endedText: 'Geben Sie das Passwort von {email} ein, um dort weiterzumachen, wo Sie waren. Nichts geht verloren.',
  login: {
    title: 'Anmelden',
    submit: 'Anmelden',
    noAdmin:
      'Es gibt noch keinen Admin. Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat, oder führen Sie „tinybase admin add“ aus.',
  },
  setup: {
    title: 'Instanz einrichten',
    text: 'Sie legen den ersten Admin an. Weitere Konten können Sie später anlegen.',
    rules: 'Mindestens {least} Zeichen; ein Satz merkt sich leichter als Sonderzeichen.',
    submit: 'Admin anlegen und weiter',
    done: 'Diese Instanz hat schon einen Admin.',
    noToken: 'Öffnen Sie den Link, den der Server beim Start ausgegeben hat; in dieser Adresse fehlt das Token.',
  },
  noAdmin: {
    title: 'Nur für Admins',
    text: 'Sie sind als {email} angemeldet, das kein Admin ist. Diese Oberfläche verwaltet die Instanz; bitten Sie einen Admin um die Rolle, oder melden Sie sich mit einem anderen Konto an.',
  },
  sessions: 'Sitzungen',
  noSessions: 'Nirgends angemeldet.',
  unknownProgram: 'Unbekanntes Programm',
  unknownAddress: 'unbekannte Adresse',
  current: 'Diese',
  lastUsed: 'benutzt',
  expires: 'endet',
  end: 'Beenden',
  profile: {
    title: 'Profil',
    text: 'Sie sind als {email} angemeldet.',
    changeEmail: 'E-Mail ändern',
    newEmail: 'Neue E-Mail',
    password: 'Ihr Passwort',
    emailChanged: 'Sie melden sich von jetzt an als {email} an.',
    changePassword: 'Passwort ändern',
    oldPassword: 'Altes Passwort',
    newPassword: 'Neues Passwort',
    passwordChanged: 'Das Passwort wurde geändert; Ihre anderen Sitzungen sind beendet.',
    sessionsText: 'Wo Sie angemeldet sind. Eine beendete Sitzung wird sofort abgewiesen.',
  },
};

export default de;
