package org.cofferdam.connector.docker;

import org.cofferdam.connector.contract.EventsContract;
import org.cofferdam.connector.contract.PlatformUnderTest;

class DockerEventsIT extends EventsContract {

    @Override
    protected PlatformUnderTest platform() throws Exception {
        return new DockerUnderTest();
    }
}
