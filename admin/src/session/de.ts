import type en from './en';

const de: typeof en = {
  ended: 'Ihre Sitzung ist abgelaufen',
  endedText: 'Geben Sie das Passwort von {email} ein, um dort weiterzumachen, wo Sie waren. Nichts geht verloren.',
  login: {
    title: 'Bei TinyBase anmelden',
    submit: 'Anmelden',
    noAdmin:
      'Es gibt noch keinen Admin. Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat, oder führen Sie „tinybase admin add“ aus.',
  },
};

export default de;
