const entries = '/api/x/guestbook/entries';
const form = document.querySelector('form');

async function show() {
  const book = await (await fetch(entries)).json();
  document.title = document.querySelector('h1').textContent = book.title;
  document.querySelector('ul').replaceChildren(...book.entries.map(item));
}

function item({name, message, at}) {
  const item = document.querySelector('template').content.cloneNode(true);
  item.querySelector('p').textContent = message;
  item.querySelector('small').textContent = `${name}, ${new Date(at).toLocaleDateString()}`;
  return item;
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const reply = await fetch(entries, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  const answer = await reply.json();
  const thanks = answer.approved ? 'Thank you!' : 'Thank you! It will appear once it is approved.';
  form.querySelector('[role=status]').textContent = reply.ok ? thanks : answer.detail;
  if (reply.ok) {
    form.reset();
    show();
  }
});

show();
