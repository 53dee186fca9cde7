"""Hitte: the heat island of a buurt, what hot days do to people, and felt temperature as indicator."""

import numpy as np

UHI_SKY_AND_VEGETATION = 2.0
STEFAN_BOLTZMANN = 5.67e-8
ZERO_DEGC_K = 273.15
DAYTIME_WIND_FLOOR_M_S = 0.5


def uhi_scale_k(
    daily_mean_radiation_w_m2: np.ndarray | float,
    heat_capacity_j_m3_k: np.ndarray | float,
    daily_range_k: np.ndarray | float,
    wind_m_s: np.ndarray | float,
) -> np.ndarray:
    """Weather part of the urban heat island: ``(S·DTR³/U)^¼``. [K]

    Parameters
    ----------
    daily_mean_radiation_w_m2 : array_like
        Daily mean global radiation. [W/m²]
    heat_capacity_j_m3_k : array_like
        Of air, turns radiation into the kinematic flux S. [J/(m³ K)]
    daily_range_k, wind_m_s : array_like
        Daily temperature range [K] and wind at 10 m [m/s] outside the city.

    Examples
    --------
    >>> round(float(uhi_scale_k(270, 1226, 13, 3.5)), 4)
    3.4289

    References
    ----------
    Theeuwes et al. 2017, "A diagnostic equation for the daily maximum urban heat island effect".
    """
    flux_k_m_s = np.asarray(daily_mean_radiation_w_m2, dtype=float) / heat_capacity_j_m3_k
    return (flux_k_m_s * np.asarray(daily_range_k, dtype=float) ** 3 / wind_m_s) ** 0.25


def uhi_max_k(
    sky_view_factor: np.ndarray | float, vegetation_share: np.ndarray | float, scale_k: np.ndarray | float
) -> np.ndarray:
    """Daily maximum of the urban heat island. [K]

    Examples
    --------
    >>> round(float(uhi_max_k(0.6, 0.3, 3.4289)), 3)
    3.772

    References
    ----------
    Theeuwes et al. 2017: ``(2 − SVF − f_veg)·(S·DTR³/U)^¼``.
    """
    return (UHI_SKY_AND_VEGETATION - np.asarray(sky_view_factor) - vegetation_share) * scale_k


def days_above(
    temperature_degc: np.ndarray | float, threshold_degc: np.ndarray, days_per_year: np.ndarray
) -> np.ndarray:
    """Days per year with a daily maximum above a temperature. [days/yr]

    Log-linear between the thresholds, the last slope continued beyond them.

    Parameters
    ----------
    temperature_degc : array_like
        Daily maximum. [°C]
    threshold_degc, days_per_year : array_like, shape (threshold,)
        At least two thresholds, rising, with their days per year.

    Examples
    --------
    >>> round(float(days_above(27.0212, [20, 25, 30, 35], [87, 25.8, 4.7, 0.3])), 3)
    12.962
    """
    x = np.asarray(threshold_degc, dtype=float)
    log_days = np.log(np.asarray(days_per_year, dtype=float))
    slope = np.diff(log_days) / np.diff(x)
    temperature = np.asarray(temperature_degc, dtype=float)
    segment = np.clip(np.searchsorted(x, temperature, side="right") - 1, 0, len(slope) - 1)
    return np.exp(log_days[segment] + slope[segment] * (temperature - x[segment]))


def degree_days(
    threshold_degc: np.ndarray,
    days_per_year: np.ndarray,
    base_degc: float,
    shift_k: np.ndarray | float = 0.0,
    tail_degc: float = 45.0,
    step_k: float = 0.02,
) -> np.ndarray:
    """Degrees above a base, summed over the days of a year. [°C·days/yr]

    The risk kernel with damage ``max(0, I − base)``: intensity is the daily maximum, frequency its
    days per year. A warmer area shifts the intensity.

    Parameters
    ----------
    threshold_degc, days_per_year : array_like, shape (threshold,)
        As :func:`days_above`.
    base_degc : float
        Counted from here, in terms of the daily maximum. [°C]
    shift_k : array_like, shape (...)
        How much warmer than the climate series. [K]
    tail_degc : float
        Hotter days than this are not counted. [°C]

    Returns
    -------
    numpy.ndarray, shape of ``shift_k``

    Examples
    --------
    Reference case 5, degree days of the daily mean above 20 °C:

    >>> x, n = [20, 25, 30, 35], [87, 25.8, 4.7, 0.3]
    >>> round(float(degree_days(x, n, 27.0212, tail_degc=47)), 2)
    32.8
    """
    # ∫ f(x) dx from the base equals ∫ max(0, x − base) df: cumulative once, looked up per shift
    top = np.arange(tail_degc, threshold_degc[0] - 15, -step_k)
    frequency = days_above(top, threshold_degc, days_per_year)
    cumulative = np.concatenate([[0], np.cumsum((frequency[1:] + frequency[:-1]) / 2 * step_k)])
    start = base_degc - np.asarray(shift_k, dtype=float)
    return np.interp(start, top[::-1], cumulative[::-1])


def deaths_per_year(
    degree_days_above_20: np.ndarray | float,
    residents: np.ndarray | float,
    age_factor: np.ndarray | float,
    deaths_per_100k_per_degc: np.ndarray | float,
) -> np.ndarray:
    """Deaths brought forward by heat. [1/yr]

    Examples
    --------
    The national rule, 8 deaths per degree day for 16.7 million residents:

    >>> round(float(deaths_per_year(32.80, 16.7e6, 1, 8 / 167)), 1)
    262.4

    References
    ----------
    HKV 2019 on CBS mortality; 0.048 per 100 000 residents per degree of daily mean above 20 °C.
    """
    return deaths_per_100k_per_degc * np.asarray(residents) / 1e5 * age_factor * degree_days_above_20


def admissions_per_year(
    tropical_days: np.ndarray | float,
    residents: np.ndarray | float,
    per_100k_tropical_day: np.ndarray | float,
) -> np.ndarray:
    """Hospital admissions brought about by heat. [1/yr]

    Parameters
    ----------
    tropical_days : array_like
        Days with a maximum of 30 °C or more. [days/yr]
    residents : array_like
    per_100k_tropical_day : array_like
        Admissions per 100 000 residents per such day. [1/day]

    Examples
    --------
    The country of today, 4.7 tropical days, per 100 000 residents:

    >>> round(float(admissions_per_year(4.7, 100_000, 1.079)), 2)
    5.07

    References
    ----------
    Hittebestendigestad.nl, from German research; see ``assumptions.csv``.
    """
    return np.asarray(per_100k_tropical_day) * np.asarray(residents) / 1e5 * tropical_days


def admission_eur(
    stay_days: np.ndarray | float, day_eur: np.ndarray | float, arrival_eur: np.ndarray | float
) -> np.ndarray:
    """Cost of one admission: its days of stay, and ambulance and emergency care. [EUR]

    Examples
    --------
    >>> round(float(admission_eur(5.5, 691, 600)))
    4400
    """
    return np.asarray(stay_days) * day_eur + arrival_eur


def work_lost_per_degc(
    outdoor_share: np.ndarray | float,
    outdoor_loss_per_degc: np.ndarray | float,
    cooled_share: np.ndarray | float,
    indoor_loss_per_degc: np.ndarray | float,
    indoor_rise_share: np.ndarray | float,
) -> np.ndarray:
    """Share of a working day that the mean workplace loses per degree above the threshold outdoors. [1/°C]

    Outdoors the air itself counts. Indoors work suffers where nothing cools, by the degrees that reach it.

    Parameters
    ----------
    outdoor_share : array_like
        Of workplaces. [-]
    outdoor_loss_per_degc, indoor_loss_per_degc : array_like
        Lost per degree where the work is done. [1/°C]
    cooled_share : array_like
        Of the workplaces indoors. [-]
    indoor_rise_share : array_like
        Degrees indoors per degree outdoors without cooling, mean over the working hours. [-]

    Examples
    --------
    A tenth outdoors at 2 %; indoors half is cooled, and a fifth of a degree gets in at 5 %:

    >>> round(float(work_lost_per_degc(0.1, 0.02, 0.5, 0.05, 0.2)), 4)
    0.0065

    References
    ----------
    ABN AMRO 2020 on losses per degree; see ``assumptions.csv``.
    """
    outdoors = np.asarray(outdoor_share, dtype=float)
    indoors = (1 - outdoors) * (1 - np.asarray(cooled_share)) * indoor_loss_per_degc * indoor_rise_share
    return outdoors * outdoor_loss_per_degc + indoors


def pet_sun_degc(
    air_degc: np.ndarray | float,
    radiation_w_m2: np.ndarray | float,
    wind_m_s: np.ndarray | float,
    wet_bulb_degc: np.ndarray | float,
    sun_elevation_deg: np.ndarray | float,
    bowen: np.ndarray | float,
    sky_view: np.ndarray | float,
) -> np.ndarray:
    """Felt temperature (PET) in the sun, Dutch standard method. [°C]

    Examples
    --------
    >>> round(float(pet_sun_degc(30, 700, 1.5, 21.396, 50, 3, 0.6)), 2)
    38.63
    >>> round(float(pet_sun_degc(30, 700, 1.5, 21.396, 50, 0.4, 0.6)), 2)
    37.21

    References
    ----------
    Koopmans, Heusinkveld & Steeneveld 2020, "A standardized Physical Equivalent Temperature urban heat
    map at 1-m spatial resolution to facilitate climate stress tests in the Netherlands".
    """
    log_wind = np.log(np.maximum(wind_m_s, DAYTIME_WIND_FLOOR_M_S))
    sin_sun = np.sin(np.radians(sun_elevation_deg))
    weather = -13.26 + 1.25 * air_degc + 0.011 * radiation_w_m2 - 3.37 * log_wind + 0.078 * wet_bulb_degc
    sun = 0.0055 * radiation_w_m2 * log_wind + 5.56 * sin_sun - 0.0103 * radiation_w_m2 * log_wind * sin_sun
    return weather + sun + 0.546 * bowen + 1.94 * sky_view


def pet_shade_degc(
    air_degc: np.ndarray | float,
    diffuse_w_m2: np.ndarray | float,
    wind_m_s: np.ndarray | float,
    wet_bulb_degc: np.ndarray | float,
    sky_view: np.ndarray | float,
) -> np.ndarray:
    """Felt temperature (PET) in the shade or at night, Dutch standard method. [°C]

    Examples
    --------
    >>> round(float(pet_shade_degc(30, 180, 1.5, 21.396, 0.6)), 2)
    28.82

    References
    ----------
    Koopmans et al. 2020, as :func:`pet_sun_degc`.
    """
    log_wind = np.log(np.maximum(wind_m_s, DAYTIME_WIND_FLOOR_M_S))
    longwave = STEFAN_BOLTZMANN * (air_degc + ZERO_DEGC_K) ** 4
    weather = -12.14 + 1.25 * air_degc - 1.47 * log_wind + 0.060 * wet_bulb_degc
    return weather + 0.015 * sky_view * diffuse_w_m2 + 0.0060 * (1 - sky_view) * longwave


def wet_bulb_degc(air_degc: np.ndarray | float, relative_humidity_pct: np.ndarray | float) -> np.ndarray:
    """Wet-bulb temperature from air temperature and humidity. [°C]

    Examples
    --------
    >>> round(float(wet_bulb_degc(30, 45)), 3)
    21.396

    References
    ----------
    Stull 2011, "Wet-bulb temperature from relative humidity and air temperature".
    """
    t, rh = np.asarray(air_degc, dtype=float), np.asarray(relative_humidity_pct, dtype=float)
    first = t * np.arctan(0.151977 * np.sqrt(rh + 8.313659)) + np.arctan(t + rh)
    return first - np.arctan(rh - 1.676331) + 0.00391838 * rh**1.5 * np.arctan(0.023101 * rh) - 4.686035


def pet_area_degc(
    sun_green_degc: np.ndarray | float,
    sun_paved_degc: np.ndarray | float,
    shade_degc: np.ndarray | float,
    shade_share: np.ndarray | float,
    green_share: np.ndarray | float,
) -> np.ndarray:
    """Mean felt temperature of open ground: shaded, green in the sun, paved in the sun. [°C]

    Parameters
    ----------
    shade_share, green_share : array_like
        Of open ground (no roofs, no water). [-]

    Examples
    --------
    Reference case 4: shade 0.35, green 0.45

    >>> round(float(pet_area_degc(37.21, 38.63, 28.82, 0.35, 0.45)), 2)
    34.78
    """
    sun = green_share * sun_green_degc + (1 - np.asarray(green_share)) * sun_paved_degc
    return shade_share * shade_degc + (1 - np.asarray(shade_share)) * sun
