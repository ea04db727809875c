// Dark when the phone is, and in any case from sunset to sunrise: a white page blinds at night. Loaded by
// templates/interventions/field.html before the page is drawn; field.css has the two lights.
{
  const DEGREE = Math.PI / 180;
  const { latitude, longitude } = document.documentElement.dataset; // of the Comune; none before it is loaded
  const asked = matchMedia("(prefers-color-scheme: dark)");

  // The height of the sun, in degrees, good to a few minutes of the clock.
  function sunAt(moment) {
    const days = moment / 86_400_000 - 10_957.5; // from the noon of 1 January 2000
    const anomaly = (357.529 + 0.98560028 * days) * DEGREE;
    const along = (280.459 + 0.98564736 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * DEGREE;
    const tilt = 23.439 * DEGREE;
    const declination = Math.asin(Math.sin(tilt) * Math.sin(along));
    const ascension = Math.atan2(Math.cos(tilt) * Math.sin(along), Math.cos(along));
    const turned = (280.46062 + 360.98564737 * days + Number(longitude)) * DEGREE - ascension;
    const sine = Math.sin(latitude * DEGREE) * Math.sin(declination)
      + Math.cos(latitude * DEGREE) * Math.cos(declination) * Math.cos(turned);
    return Math.asin(sine) / DEGREE;
  }

  const paint = () => {
    const isDark = asked.matches || sunAt(Date.now()) < -0.833;
    document.documentElement.dataset.scheme = isDark ? "dark" : "light";
  };
  paint();
  asked.addEventListener("change", paint);
  setInterval(paint, 60_000);
}
