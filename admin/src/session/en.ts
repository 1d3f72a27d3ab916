export default {
  ended: 'Your session has ended',
  endedText: 'Enter the password of {email} to go on where you were. Nothing is lost.',
  login: {
    title: 'Log in to TinyBase',
    submit: 'Log in',
    noAdmin:
      'There is no admin yet. Open the set-up link that the server has printed at its start, or run “tinybase admin add”.',
  },
};
