export default {
  status: { queued: 'Waiting', running: 'Running', succeeded: 'Succeeded', failed: 'Failed', cancelled: 'Cancelled', skipped: 'Left out' },
  columns: { status: 'Status', function: 'Function', started: 'Started', duration: 'Took', error: 'Error' },
  input: 'Input',
  inputLater: 'Choose a function to fill in its input.',
  noInput: 'The function takes no input.',
};
