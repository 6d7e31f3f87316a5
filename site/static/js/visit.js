// A visit: the device says where it is only after a tap; the server keeps about a hundred metres of it.
(() => {
  "use strict";

  const form = document.querySelector("form[data-kept]");
  if (!form || !("geolocation" in navigator)) return;
  const said = form.querySelector("[data-where-said]");
  for (const part of form.querySelectorAll("[data-script]")) part.hidden = false;

  function keep(latitude, longitude, words) {
    form.elements.latitude.value = latitude;
    form.elements.longitude.value = longitude;
    said.textContent = words;
    form.dispatchEvent(new Event("kept:changed"));
  }

  form.querySelector("[data-where]").addEventListener("click", () => {
    said.textContent = "正在取位置……";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const [latitude, longitude] = [coords.latitude.toFixed(3), coords.longitude.toFixed(3)];
        keep(latitude, longitude, `记下的位置：北纬 ${latitude}，东经 ${longitude}`);
      },
      () => { said.textContent = "没有取到位置，只写地点也可以。"; },
      { timeout: 15000, maximumAge: 60000 },
    );
  });

  form.querySelector("[data-where-drop]").addEventListener("click", () => keep("", "", "不记位置。"));
})();
