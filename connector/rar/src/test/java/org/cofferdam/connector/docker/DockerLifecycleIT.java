package org.cofferdam.connector.docker;

import org.cofferdam.connector.contract.LifecycleContract;
import org.cofferdam.connector.contract.PlatformUnderTest;

class DockerLifecycleIT extends LifecycleContract {

    @Override
    protected PlatformUnderTest platform() throws Exception {
        return new DockerUnderTest();
    }
}
