export default {
  fetch() {
    console.log('{"level":"info"}');
    return new Response('ok');
  },
};
