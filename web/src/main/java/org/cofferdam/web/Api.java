package org.cofferdam.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The API's base path; resources and providers are found by their annotations. */
@ApplicationPath("api/v1")
public class Api extends Application {}
